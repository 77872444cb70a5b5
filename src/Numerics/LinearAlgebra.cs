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
