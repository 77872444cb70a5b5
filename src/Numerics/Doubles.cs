using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Goalkeeper.Numerics;

/// <summary>
/// Some doubles treated alike, with the operations that elementary functions need. Two vectors in each, since one operation waits for the one before it:
/// that of the other vector fills the gap. How many there are changes speed and never a bit.
/// </summary>
internal unsafe interface IDoubles<T>
    where T : struct, IDoubles<T>
{
    static abstract int Count { get; }

    static abstract T Create(double value);

    static abstract T Load(double* source);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    /// <summary>left·right + addend, rounded once.</summary>
    static abstract T FusedMultiplyAdd(T left, T right, T addend);

    /// <summary>The smaller; NaN stays NaN.</summary>
    static abstract T AtMost(T value, double limit);

    /// <summary>The larger; NaN stays NaN.</summary>
    static abstract T AtLeast(T value, double limit);

    /// <summary>2ⁿ for an integer n from −1022 to 1023, given as n + 1.5·2⁵², which has n in its low bits: writes the exponent.</summary>
    static abstract T PowerOfTwo(T shifted);

    static abstract T Abs(T value);

    /// <summary>The size of one with the sign of another.</summary>
    static abstract T CopySign(T value, T sign);

    void Store(double* destination);
}

/// <summary>Sixteen, for machines with 512-bit vectors.</summary>
internal readonly unsafe struct SixteenDoubles(Vector512<double> a, Vector512<double> b) : IDoubles<SixteenDoubles>
{
    private readonly Vector512<double> _a = a, _b = b;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles Create(double value) => new(Vector512.Create(value), Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles Load(double* source) => new(Vector512.Load(source), Vector512.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles operator +(SixteenDoubles left, SixteenDoubles right) => new(left._a + right._a, left._b + right._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles operator -(SixteenDoubles left, SixteenDoubles right) => new(left._a - right._a, left._b - right._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles operator *(SixteenDoubles left, SixteenDoubles right) => new(left._a * right._a, left._b * right._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles operator /(SixteenDoubles left, SixteenDoubles right) => new(left._a / right._a, left._b / right._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles FusedMultiplyAdd(SixteenDoubles left, SixteenDoubles right, SixteenDoubles addend) =>
        new(Vector512.FusedMultiplyAdd(left._a, right._a, addend._a), Vector512.FusedMultiplyAdd(left._b, right._b, addend._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles AtMost(SixteenDoubles value, double limit) => new(AtMost(value._a, limit), AtMost(value._b, limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles AtLeast(SixteenDoubles value, double limit) => new(AtLeast(value._a, limit), AtLeast(value._b, limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles PowerOfTwo(SixteenDoubles shifted) => new(PowerOfTwo(shifted._a), PowerOfTwo(shifted._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles Abs(SixteenDoubles value) => new(Vector512.Abs(value._a), Vector512.Abs(value._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenDoubles CopySign(SixteenDoubles value, SixteenDoubles sign) =>
        new(Vector512.CopySign(value._a, sign._a), Vector512.CopySign(value._b, sign._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* destination)
    {
        _a.Store(destination);
        _b.Store(destination + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> AtMost(Vector512<double> value, double limit) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(value, Vector512.Create(limit)), Vector512.Create(limit), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> AtLeast(Vector512<double> value, double limit) =>
        Vector512.ConditionalSelect(Vector512.LessThan(value, Vector512.Create(limit)), Vector512.Create(limit), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<double> shifted) =>
        (Vector512.ShiftLeft(shifted.AsInt64(), 52) + Vector512<double>.One.AsInt64()).AsDouble();
}

/// <summary>Eight, for all others.</summary>
internal readonly unsafe struct EightDoubles(Vector256<double> a, Vector256<double> b) : IDoubles<EightDoubles>
{
    private readonly Vector256<double> _a = a, _b = b;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles Create(double value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles Load(double* source) => new(Vector256.Load(source), Vector256.Load(source + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles operator +(EightDoubles left, EightDoubles right) => new(left._a + right._a, left._b + right._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles operator -(EightDoubles left, EightDoubles right) => new(left._a - right._a, left._b - right._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles operator *(EightDoubles left, EightDoubles right) => new(left._a * right._a, left._b * right._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles operator /(EightDoubles left, EightDoubles right) => new(left._a / right._a, left._b / right._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles FusedMultiplyAdd(EightDoubles left, EightDoubles right, EightDoubles addend) =>
        new(Vector256.FusedMultiplyAdd(left._a, right._a, addend._a), Vector256.FusedMultiplyAdd(left._b, right._b, addend._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles AtMost(EightDoubles value, double limit) => new(AtMost(value._a, limit), AtMost(value._b, limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles AtLeast(EightDoubles value, double limit) => new(AtLeast(value._a, limit), AtLeast(value._b, limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles PowerOfTwo(EightDoubles shifted) => new(PowerOfTwo(shifted._a), PowerOfTwo(shifted._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles Abs(EightDoubles value) => new(Vector256.Abs(value._a), Vector256.Abs(value._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightDoubles CopySign(EightDoubles value, EightDoubles sign) =>
        new(Vector256.CopySign(value._a, sign._a), Vector256.CopySign(value._b, sign._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* destination)
    {
        _a.Store(destination);
        _b.Store(destination + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AtMost(Vector256<double> value, double limit) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256.Create(limit)), Vector256.Create(limit), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AtLeast(Vector256<double> value, double limit) =>
        Vector256.ConditionalSelect(Vector256.LessThan(value, Vector256.Create(limit)), Vector256.Create(limit), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PowerOfTwo(Vector256<double> shifted) =>
        (Vector256.ShiftLeft(shifted.AsInt64(), 52) + Vector256<double>.One.AsInt64()).AsDouble();
}

/// <summary>One, for functions of a number.</summary>
internal readonly unsafe struct OneDouble(double value) : IDoubles<OneDouble>
{
    public double Value { get; } = value;

    public static int Count => 1;

    public static OneDouble Create(double value) => new(value);

    public static OneDouble Load(double* source) => new(*source);

    public static OneDouble operator +(OneDouble left, OneDouble right) => new(left.Value + right.Value);

    public static OneDouble operator -(OneDouble left, OneDouble right) => new(left.Value - right.Value);

    public static OneDouble operator *(OneDouble left, OneDouble right) => new(left.Value * right.Value);

    public static OneDouble operator /(OneDouble left, OneDouble right) => new(left.Value / right.Value);

    public static OneDouble FusedMultiplyAdd(OneDouble left, OneDouble right, OneDouble addend) =>
        new(Math.FusedMultiplyAdd(left.Value, right.Value, addend.Value));

    public static OneDouble AtMost(OneDouble value, double limit) => value.Value > limit ? new(limit) : value;

    public static OneDouble AtLeast(OneDouble value, double limit) => value.Value < limit ? new(limit) : value;

    // The low bits of 1.5·2⁵² + n are n; the exponent of 2ⁿ is n + 1023.
    public static OneDouble PowerOfTwo(OneDouble shifted) => new(BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(shifted.Value) + 1023) << 52));

    public static OneDouble Abs(OneDouble value) => new(Math.Abs(value.Value));

    public static OneDouble CopySign(OneDouble value, OneDouble sign) => new(Math.CopySign(value.Value, sign.Value));

    public void Store(double* destination) => *destination = Value;
}
