using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Goalkeeper.Numerics;

/// <summary>Products of rows of numbers, summed in eight lanes and in one order: the same bits on every machine.</summary>
internal static class LinearAlgebra
{
    /// <summary>Σ aᵢ·bᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b[..a.Length]);
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            low = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref left, (nuint)i), Vector256.LoadUnsafe(ref right, (nuint)i), low);
            high = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref left, (nuint)i + 4), Vector256.LoadUnsafe(ref right, (nuint)i + 4), high);
        }
        var sum = VectorMath.Sum(Vector512.Create(low, high));
        for (; i < a.Length; i++) sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary>yᵢ = (a − xᵢ)².</summary>
    public static void Squares(Span<double> y, double a, ReadOnlySpan<double> x)
    {
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var source = ref MemoryMarshal.GetReference(x[..y.Length]);
        var from = Vector256.Create(a);
        var i = 0;
        for (; i <= y.Length - 4; i += 4)
        {
            var difference = from - Vector256.LoadUnsafe(ref source, (nuint)i);
            (difference * difference).StoreUnsafe(ref target, (nuint)i);
        }
        for (; i < y.Length; i++) y[i] = (a - x[i]) * (a - x[i]);
    }

    /// <summary>yᵢ += scale·(a − xᵢ)², each operation rounded.</summary>
    public static void AddSquares(Span<double> y, double scale, double a, ReadOnlySpan<double> x)
    {
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var source = ref MemoryMarshal.GetReference(x[..y.Length]);
        var (from, factor) = (Vector256.Create(a), Vector256.Create(scale));
        var i = 0;
        for (; i <= y.Length - 4; i += 4)
        {
            var difference = from - Vector256.LoadUnsafe(ref source, (nuint)i);
            (Vector256.LoadUnsafe(ref target, (nuint)i) + factor * (difference * difference)).StoreUnsafe(ref target, (nuint)i);
        }
        for (; i < y.Length; i++) y[i] += scale * ((a - x[i]) * (a - x[i]));
    }

    /// <summary>yᵢ += scale·(a − xᵢ)², rounded as by <see cref="Squares"/> and <see cref="AddScaled(Span{double}, double, ReadOnlySpan{double})"/> after it.</summary>
    public static void AddScaledSquares(Span<double> y, double scale, double a, ReadOnlySpan<double> x)
    {
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var source = ref MemoryMarshal.GetReference(x[..y.Length]);
        var (from, factor) = (Vector256.Create(a), Vector256.Create(scale));
        var i = 0;
        for (; i <= y.Length - 4; i += 4)
        {
            var difference = from - Vector256.LoadUnsafe(ref source, (nuint)i);
            Vector256.FusedMultiplyAdd(factor, difference * difference, Vector256.LoadUnsafe(ref target, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
        }
        for (; i < y.Length; i++) y[i] = Math.FusedMultiplyAdd(scale, (a - x[i]) * (a - x[i]), y[i]);
    }

    /// <summary>yᵢ += scaleₖ·xₖᵢ for four k, one after the other: y is fetched and stored once.</summary>
    public static void AddScaled(Span<double> y, ReadOnlySpan<double> scales, ReadOnlySpan<double> x0, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> x3)
    {
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var first = ref MemoryMarshal.GetReference(x0[..y.Length]);
        ref var second = ref MemoryMarshal.GetReference(x1[..y.Length]);
        ref var third = ref MemoryMarshal.GetReference(x2[..y.Length]);
        ref var fourth = ref MemoryMarshal.GetReference(x3[..y.Length]);
        var (a, b, c, d) = (Vector256.Create(scales[0]), Vector256.Create(scales[1]), Vector256.Create(scales[2]), Vector256.Create(scales[3]));
        var i = 0;
        for (; i <= y.Length - 4; i += 4)
        {
            var sum = Vector256.FusedMultiplyAdd(a, Vector256.LoadUnsafe(ref first, (nuint)i), Vector256.LoadUnsafe(ref target, (nuint)i));
            sum = Vector256.FusedMultiplyAdd(b, Vector256.LoadUnsafe(ref second, (nuint)i), sum);
            sum = Vector256.FusedMultiplyAdd(c, Vector256.LoadUnsafe(ref third, (nuint)i), sum);
            Vector256.FusedMultiplyAdd(d, Vector256.LoadUnsafe(ref fourth, (nuint)i), sum).StoreUnsafe(ref target, (nuint)i);
        }
        for (; i < y.Length; i++)
        {
            var sum = Math.FusedMultiplyAdd(scales[1], x1[i], Math.FusedMultiplyAdd(scales[0], x0[i], y[i]));
            y[i] = Math.FusedMultiplyAdd(scales[3], x3[i], Math.FusedMultiplyAdd(scales[2], x2[i], sum));
        }
    }

    /// <summary>yᵢ += scale·xᵢ.</summary>
    public static void AddScaled(Span<double> y, double scale, ReadOnlySpan<double> x)
    {
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var source = ref MemoryMarshal.GetReference(x[..y.Length]);
        var factor = Vector256.Create(scale);
        var i = 0;
        for (; i <= y.Length - 4; i += 4)
        {
            var sum = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref source, (nuint)i), Vector256.LoadUnsafe(ref target, (nuint)i));
            sum.StoreUnsafe(ref target, (nuint)i);
        }
        for (; i < y.Length; i++) y[i] = Math.FusedMultiplyAdd(scale, x[i], y[i]);
    }
}
