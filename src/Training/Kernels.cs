using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Goalkeeper.Numerics;

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
/// inputs (or, for gradients, of the examples, in eight lanes), so blocking changes speed and never a bit. A kernel takes a whole layer at
/// a call, since a call costs as much as sixty multiplications of vectors.
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
        var blocked = y.Rows - y.Rows % UnitBlock;
        MultiplyThree(weights, unitStride, inputStride, bias, x.Data, x.Rows, x.Stride, y.Data, blocked, epilogue);
        MultiplyOne(weights, unitStride, inputStride, bias, x.Data, x.Rows, x.Stride, y.Data, blocked, y.Rows, epilogue);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyThree<TEpilogue>(
        double* weights, nint unitStride, nint inputStride, double* bias,
        double* x, nint inputs, nint stride, double* y, nint units, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        for (nint unit = 0; unit < units; unit += UnitBlock)
        {
            double* w0 = weights + unit * unitStride, w1 = w0 + unitStride, w2 = w1 + unitStride;
            Vector512<double> b0 = default, b1 = default, b2 = default;
            if (bias != null)
            {
                b0 = Vector512.Create(bias[unit]);
                b1 = Vector512.Create(bias[unit + 1]);
                b2 = Vector512.Create(bias[unit + 2]);
            }
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
                nint index = unit * stride + e;
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
    }

    /// <summary>For the units that are left over, such as the output.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyOne<TEpilogue>(
        double* weights, nint unitStride, nint inputStride, double* bias,
        double* x, nint inputs, nint stride, double* y, nint from, nint to, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        for (var unit = from; unit < to; unit++)
        {
            var w = weights + unit * unitStride;
            var b = bias == null ? Vector512<double>.Zero : Vector512.Create(bias[unit]);
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
                var index = unit * stride + e;
                epilogue.Apply(s0, index).Store(y + index);
                epilogue.Apply(s1, index + Lanes).Store(y + index + Lanes);
            }
        }
    }

    /// <summary>
    /// dZ Aᵀ, outputs × inputs: the sum over examples of what the layer above wants times what came in; and Σ dZ for the biases.
    /// </summary>
    /// <param name="dZ">Outputs × examples, zero in the padding.</param>
    /// <param name="a">Inputs × examples.</param>
    /// <param name="weights">Of W: row-major, unpadded.</param>
    /// <param name="biases">Of b: one per output.</param>
    public static void Gradient(PaddedMatrix dZ, PaddedMatrix a, double* weights, double* biases)
    {
        if (dZ.Rows < UnitBlock)
        {
            DotsOfOne(dZ.Data, dZ.Rows, a.Data, a.Rows, dZ.Stride, weights, biases);
        }
        else
        {
            DotThreeByTwo<Wanted>(dZ.Data, dZ.Rows, a.Data, a.Rows, 0, Math.Min(2, a.Rows), dZ.Stride, weights, biases);
            DotThreeByTwo<Unwanted>(dZ.Data, dZ.Rows, a.Data, a.Rows, 2, a.Rows, dZ.Stride, weights, null);
        }
    }

    /// <param name="dZ">Units × examples.</param>
    /// <param name="units">At least three.</param>
    /// <param name="a">Inputs × examples.</param>
    /// <param name="inputs">How many there are.</param>
    /// <param name="from">The first input to be taken.</param>
    /// <param name="to">The first not to be.</param>
    /// <param name="stride">Doubles a row.</param>
    /// <param name="weights">Where the products go, units × inputs.</param>
    /// <param name="biases">Where the sums of the units' rows go, if they are wanted.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DotThreeByTwo<TSums>(
        double* dZ, nint units, double* a, nint inputs, nint from, nint to, nint stride, double* weights, double* biases)
        where TSums : struct
    {
        for (var input = from; input < to; input += 2)
        {
            // A last input without a neighbour is taken twice.
            var right = input + 1 < inputs ? 1 : 0;
            double* x0 = a + input * stride, x1 = x0 + right * stride;
            for (nint next = 0; next < units; next += UnitBlock)
            {
                var unit = Math.Min(next, units - UnitBlock);
                double* z0 = dZ + unit * stride, z1 = z0 + stride, z2 = z1 + stride;
                Vector512<double> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
                Vector512<double> b0 = default, b1 = default, b2 = default;
                for (nint e = 0; e < stride; e += Lanes)
                {
                    var left = Vector512.Load(x0 + e);
                    var neighbour = Vector512.Load(x1 + e);
                    var d = Vector512.Load(z0 + e);
                    s00 = Vector512.FusedMultiplyAdd(d, left, s00);
                    s01 = Vector512.FusedMultiplyAdd(d, neighbour, s01);
                    if (typeof(TSums) == typeof(Wanted)) b0 += d;
                    d = Vector512.Load(z1 + e);
                    s10 = Vector512.FusedMultiplyAdd(d, left, s10);
                    s11 = Vector512.FusedMultiplyAdd(d, neighbour, s11);
                    if (typeof(TSums) == typeof(Wanted)) b1 += d;
                    d = Vector512.Load(z2 + e);
                    s20 = Vector512.FusedMultiplyAdd(d, left, s20);
                    s21 = Vector512.FusedMultiplyAdd(d, neighbour, s21);
                    if (typeof(TSums) == typeof(Wanted)) b2 += d;
                }
                var g = weights + unit * inputs + input;
                g[0] = VectorMath.Sum(s00);
                g[right] = VectorMath.Sum(s01);
                g += inputs;
                g[0] = VectorMath.Sum(s10);
                g[right] = VectorMath.Sum(s11);
                g += inputs;
                g[0] = VectorMath.Sum(s20);
                g[right] = VectorMath.Sum(s21);
                if (typeof(TSums) != typeof(Wanted)) continue;
                biases[unit] = VectorMath.Sum(b0);
                biases[unit + 1] = VectorMath.Sum(b1);
                biases[unit + 2] = VectorMath.Sum(b2);
            }
        }
    }

    /// <summary>The gradient for layers of fewer than three units, such as the output: one at a time, with three inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DotsOfOne(double* dZ, nint units, double* a, nint inputs, nint stride, double* weights, double* biases)
    {
        for (nint unit = 0; unit < units; unit++, dZ += stride, weights += inputs)
        {
            for (nint first = 0; first < inputs; first += 3)
            {
                // Past the last input, the last is taken again.
                nint second = Math.Min(first + 1, inputs - 1), third = Math.Min(first + 2, inputs - 1);
                double* x0 = a + first * stride, x1 = a + second * stride, x2 = a + third * stride;
                Vector512<double> s0 = default, s1 = default, s2 = default, b = default;
                for (nint e = 0; e < stride; e += Lanes)
                {
                    var d = Vector512.Load(dZ + e);
                    s0 = Vector512.FusedMultiplyAdd(d, Vector512.Load(x0 + e), s0);
                    s1 = Vector512.FusedMultiplyAdd(d, Vector512.Load(x1 + e), s1);
                    s2 = Vector512.FusedMultiplyAdd(d, Vector512.Load(x2 + e), s2);
                    b += d;
                }
                weights[first] = VectorMath.Sum(s0);
                weights[second] = VectorMath.Sum(s1);
                weights[third] = VectorMath.Sum(s2);
                biases[unit] = VectorMath.Sum(b);
            }
        }
    }

    /// <summary>Sums of the rows are asked for. Types rather than a flag, so that the compiler makes a method for each.</summary>
    private struct Wanted;

    /// <summary>They are not.</summary>
    private struct Unwanted;

    /// <summary>Σ of each row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Sums(PaddedMatrix rows, Span<double> sums)
    {
        nint stride = rows.Stride;
        for (var row = 0; row < rows.Rows; row++)
        {
            var z = rows.Data + row * stride;
            var sum = Vector512<double>.Zero;
            for (nint e = 0; e < stride; e += Lanes) sum += Vector512.Load(z + e);
            sums[row] = VectorMath.Sum(sum);
        }
    }

    /// <summary>x ← factor·x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<double> x, double factor)
    {
        fixed (double* p = x)
        {
            nint length = x.Length, i = 0;
            for (; i + Lanes <= length; i += Lanes) (Vector512.Load(p + i) * Vector512.Create(factor)).Store(p + i);
            for (; i < length; i++) p[i] *= factor;
        }
    }

    /// <summary>y ← y + factor·x, the product rounded.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> y, double factor, ReadOnlySpan<double> x)
    {
        fixed (double* py = y, px = x)
        {
            nint length = y.Length, i = 0;
            for (; i + Lanes <= length; i += Lanes) (Vector512.Load(py + i) + Vector512.Load(px + i) * Vector512.Create(factor)).Store(py + i);
            for (; i < length; i++) py[i] += factor * px[i];
        }
    }

    /// <summary>y = epilogue(y), vector by vector.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TEpilogue>(PaddedMatrix y, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        var data = y.Data;
        for (nint index = 0; index < y.Length; index += Lanes) epilogue.Apply(Vector512.Load(data + index), index).Store(data + index);
    }
}
