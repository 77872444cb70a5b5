using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Goalkeeper.Training;

/// <summary>What a product does to each vector of sums before it is stored.</summary>
internal unsafe interface IEpilogue
{
    /// <param name="sum">Eight sums.</param>
    /// <param name="index">Where they go, counted from the start of the output matrix.</param>
    Vector512<double> Apply(Vector512<double> sum, nint index);
}

/// <summary>
/// The products of a dense layer, examples along the vector. Every output is one chain of fused multiply-adds in the order of the
/// inputs (or, for weight gradients, of the examples, in eight lanes), so blocking changes speed and never a bit.
/// </summary>
internal static unsafe class Kernels
{
    private const int Lanes = VectorMath.Lanes;

    /// <summary>Units taken together: three, by two vectors of examples, fill AVX2's sixteen registers.</summary>
    private const int UnitBlock = 3;

    /// <summary>
    /// y = epilogue(W x + b). Forward, W is as stored; for the gradient to the left it is read by columns, which the two strides say.
    /// </summary>
    /// <param name="weights">W.</param>
    /// <param name="unitStride">From one output's weights to the next output's.</param>
    /// <param name="inputStride">From one input's weight to the next input's.</param>
    /// <param name="bias">b, one per output, or null for zero.</param>
    /// <param name="x">Inputs × examples.</param>
    /// <param name="y">Outputs × examples.</param>
    /// <param name="epilogue">Applied to each sum.</param>
    public static void Multiply<TEpilogue>(
        double* weights, nint unitStride, nint inputStride, double* bias, PaddedMatrix x, PaddedMatrix y, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        nint stride = x.Stride;
        var unit = 0;
        for (; unit + UnitBlock <= y.Rows; unit += UnitBlock)
        {
            MultiplyThree(
                weights + unit * unitStride, unitStride, inputStride, bias == null ? null : bias + unit,
                x.Data, x.Rows, stride, y.Data, unit * stride, epilogue);
        }
        for (; unit < y.Rows; unit++)
        {
            MultiplyOne(
                weights + unit * unitStride, inputStride, bias == null ? 0 : bias[unit],
                x.Data, x.Rows, stride, y.Data, unit * stride, epilogue);
        }
    }

    /// <summary>gradient = dZ Aᵀ, outputs × inputs: the sum over examples of what the layer above wants times what came in.</summary>
    /// <param name="dZ">Outputs × examples, zero in the padding.</param>
    /// <param name="a">Inputs × examples.</param>
    /// <param name="gradient">Outputs × inputs, row-major, unpadded.</param>
    public static void WeightGradient(PaddedMatrix dZ, PaddedMatrix a, double* gradient)
    {
        nint stride = dZ.Stride;
        var inputs = a.Rows;
        var unit = 0;
        for (; unit + UnitBlock <= dZ.Rows; unit += UnitBlock)
        {
            var z = dZ.Data + unit * stride;
            var g = gradient + unit * inputs;
            var input = 0;
            for (; input + 2 <= inputs; input += 2) DotThreeByTwo(z, a.Data + input * stride, stride, g + input, inputs);
            if (input < inputs)
            {
                for (var u = 0; u < UnitBlock; u++) g[u * inputs + input] = Dot(z + u * stride, a.Data + input * stride, stride);
            }
        }
        for (; unit < dZ.Rows; unit++)
        {
            for (var input = 0; input < inputs; input++)
                gradient[unit * inputs + input] = Dot(dZ.Data + unit * stride, a.Data + input * stride, stride);
        }
    }

    /// <summary>Σ of each row of <paramref name="dZ"/>: the gradient of the biases.</summary>
    public static void BiasGradient(PaddedMatrix dZ, double* gradient)
    {
        for (var unit = 0; unit < dZ.Rows; unit++)
        {
            var z = dZ.Data + unit * (nint)dZ.Stride;
            var sum = Vector512<double>.Zero;
            for (nint e = 0; e < dZ.Stride; e += Lanes) sum += Vector512.Load(z + e);
            gradient[unit] = VectorMath.Sum(sum);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyThree<TEpilogue>(
        double* w, nint unitStride, nint inputStride, double* bias,
        double* x, nint inputs, nint stride, double* y, nint start, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        double* w0 = w, w1 = w + unitStride, w2 = w + 2 * unitStride;
        var b0 = Vector512.Create(bias == null ? 0 : bias[0]);
        var b1 = Vector512.Create(bias == null ? 0 : bias[1]);
        var b2 = Vector512.Create(bias == null ? 0 : bias[2]);
        for (nint e = 0; e < stride; e += 2 * Lanes)
        {
            Vector512<double> s00 = b0, s01 = b0, s10 = b1, s11 = b1, s20 = b2, s21 = b2;
            var column = x + e;
            for (nint i = 0, k = 0; i < inputs; i++, k += inputStride, column += stride)
            {
                var x0 = Vector512.Load(column);
                var x1 = Vector512.Load(column + Lanes);
                var v = Vector512.Create(w0[k]);
                s00 = Vector512.FusedMultiplyAdd(v, x0, s00);
                s01 = Vector512.FusedMultiplyAdd(v, x1, s01);
                v = Vector512.Create(w1[k]);
                s10 = Vector512.FusedMultiplyAdd(v, x0, s10);
                s11 = Vector512.FusedMultiplyAdd(v, x1, s11);
                v = Vector512.Create(w2[k]);
                s20 = Vector512.FusedMultiplyAdd(v, x0, s20);
                s21 = Vector512.FusedMultiplyAdd(v, x1, s21);
            }
            nint index = start + e;
            epilogue.Apply(s00, index).Store(y + index);
            epilogue.Apply(s01, index + Lanes).Store(y + index + Lanes);
            index += stride;
            epilogue.Apply(s10, index).Store(y + index);
            epilogue.Apply(s11, index + Lanes).Store(y + index + Lanes);
            index += stride;
            epilogue.Apply(s20, index).Store(y + index);
            epilogue.Apply(s21, index + Lanes).Store(y + index + Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyOne<TEpilogue>(
        double* w, nint inputStride, double bias, double* x, nint inputs, nint stride, double* y, nint start, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        var b = Vector512.Create(bias);
        for (nint e = 0; e < stride; e += 2 * Lanes)
        {
            Vector512<double> s0 = b, s1 = b;
            var column = x + e;
            for (nint i = 0, k = 0; i < inputs; i++, k += inputStride, column += stride)
            {
                var v = Vector512.Create(w[k]);
                s0 = Vector512.FusedMultiplyAdd(v, Vector512.Load(column), s0);
                s1 = Vector512.FusedMultiplyAdd(v, Vector512.Load(column + Lanes), s1);
            }
            var index = start + e;
            epilogue.Apply(s0, index).Store(y + index);
            epilogue.Apply(s1, index + Lanes).Store(y + index + Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DotThreeByTwo(double* z, double* a, nint stride, double* gradient, nint inputs)
    {
        double* z1 = z + stride, z2 = z + 2 * stride, a1 = a + stride;
        Vector512<double> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        for (nint e = 0; e < stride; e += Lanes)
        {
            var left = Vector512.Load(a + e);
            var right = Vector512.Load(a1 + e);
            var d = Vector512.Load(z + e);
            s00 = Vector512.FusedMultiplyAdd(d, left, s00);
            s01 = Vector512.FusedMultiplyAdd(d, right, s01);
            d = Vector512.Load(z1 + e);
            s10 = Vector512.FusedMultiplyAdd(d, left, s10);
            s11 = Vector512.FusedMultiplyAdd(d, right, s11);
            d = Vector512.Load(z2 + e);
            s20 = Vector512.FusedMultiplyAdd(d, left, s20);
            s21 = Vector512.FusedMultiplyAdd(d, right, s21);
        }
        gradient[0] = VectorMath.Sum(s00);
        gradient[1] = VectorMath.Sum(s01);
        gradient[inputs] = VectorMath.Sum(s10);
        gradient[inputs + 1] = VectorMath.Sum(s11);
        gradient[2 * inputs] = VectorMath.Sum(s20);
        gradient[2 * inputs + 1] = VectorMath.Sum(s21);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Dot(double* z, double* a, nint stride)
    {
        var sum = Vector512<double>.Zero;
        for (nint e = 0; e < stride; e += Lanes) sum = Vector512.FusedMultiplyAdd(Vector512.Load(z + e), Vector512.Load(a + e), sum);
        return VectorMath.Sum(sum);
    }
}
