using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Goalkeeper.Training;

/// <summary>The sum itself.</summary>
internal readonly struct Identity : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Apply(Vector512<double> sum, nint index) => sum;
}

/// <summary>max(0, z); NaN stays NaN.</summary>
internal readonly struct Relu : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Apply(Vector512<double> sum, nint index) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(sum, Vector512<double>.Zero), Vector512<double>.Zero, sum);
}

/// <summary>dA times relu's slope, which is 1 where the activation is above zero.</summary>
internal readonly unsafe struct ReluSlope(double* activations) : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Apply(Vector512<double> sum, nint index) =>
        Vector512.ConditionalSelect(
            Vector512.GreaterThan(Vector512.Load(activations + index), Vector512<double>.Zero), sum, Vector512<double>.Zero);
}

/// <summary>The same after dropout: a dropped unit's activation is zero too, so no mask is needed, and the slope is 1/keep.</summary>
internal readonly unsafe struct DroppedReluSlope(double* activations, double slope) : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Apply(Vector512<double> sum, nint index) =>
        new ReluSlope(activations).Apply(sum * Vector512.Create(slope), index);
}

/// <summary>dA times tanh's slope 1 − a². After dropout the stored activation is a / keep, so it is brought back first.</summary>
internal readonly unsafe struct TanhSlope(double* activations, double keep) : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Apply(Vector512<double> sum, nint index)
    {
        var a = Vector512.Load(activations + index) * Vector512.Create(keep);
        return sum * (Vector512<double>.One - a * a);
    }
}

/// <summary>Inverted dropout around another epilogue: times 1/keep where the unit is kept, 0 where it is dropped.</summary>
internal readonly unsafe struct Dropped<TInner>(TInner inner, double* scale) : IEpilogue
    where TInner : struct, IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Apply(Vector512<double> sum, nint index) => inner.Apply(sum, index) * Vector512.Load(scale + index);
}
