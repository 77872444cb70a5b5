namespace Goalkeeper.Training;

/// <summary>
/// NumPy's legacy <c>RandomState</c>, bit for bit: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998, init_genrand),
/// 53-bit uniform doubles, and normal deviates by Marsaglia's polar method. Published weights and circles were drawn with it.
/// </summary>
/// <remarks>
/// <see cref="Gaussian"/> goes through the C library's log, as NumPy does, so the last bit could differ on a machine whose library differs.
/// </remarks>
internal sealed class RandomState
{
    private const int StateSize = 624;
    private const int Shift = 397;

    private readonly uint[] _state = new uint[StateSize];
    private int _position;
    private double? _cachedGaussian;

    /// <summary>As <c>numpy.random.RandomState(seed)</c>.</summary>
    public RandomState(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < StateSize; i++)
        {
            var previous = _state[i - 1];
            _state[i] = 1812433253u * (previous ^ (previous >> 30)) + i;
        }
        _position = StateSize;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_position == StateSize) Twist();
        var y = _state[_position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>Uniform on [0, 1), as <c>rand()</c>: 53 bits from two words, the first being the high part.</summary>
    public double Uniform()
    {
        var high = NextUInt32() >> 5;
        var low = NextUInt32() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /// <summary>Standard normal, as <c>randn()</c>. Deviates come in pairs; the second is kept for the next call.</summary>
    public double Gaussian()
    {
        if (_cachedGaussian is { } cached)
        {
            _cachedGaussian = null;
            return cached;
        }
        double x1, x2, r2;
        do
        {
            x1 = 2.0 * Uniform() - 1.0;
            x2 = 2.0 * Uniform() - 1.0;
            r2 = x1 * x1 + x2 * x2;
        }
        while (r2 >= 1.0 || r2 == 0.0);
        var factor = Math.Sqrt(-2.0 * Math.Log(r2) / r2);
        _cachedGaussian = factor * x1;
        return factor * x2;
    }

    /// <summary>Shuffles in place, as <c>shuffle</c> (Fisher and Yates, from the end).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)Interval((uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in random order, as <c>permutation(count)</c>.</summary>
    public int[] Permutation(int count)
    {
        var items = Enumerable.Range(0, count).ToArray();
        Shuffle(items.AsSpan());
        return items;
    }

    /// <summary>Uniform on 0 to <paramref name="max"/> inclusive: masked words, rejected until they fit.</summary>
    private uint Interval(uint max)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        uint value;
        do value = NextUInt32() & mask;
        while (value > max);
        return value;
    }

    private void Twist()
    {
        for (var i = 0; i < StateSize; i++)
        {
            var y = (_state[i] & 0x80000000u) | (_state[(i + 1) % StateSize] & 0x7fffffffu);
            _state[i] = _state[(i + Shift) % StateSize] ^ (y >> 1) ^ ((y & 1) * 0x9908b0dfu);
        }
        _position = 0;
    }
}
