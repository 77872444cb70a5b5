using System.Runtime.Intrinsics;
using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>What random numbers are drawn for: numbers of one purpose do not move those of another.</summary>
internal enum Purpose
{
    /// <summary>Points at random.</summary>
    Random = 1,

    /// <summary>The scrambling of a Sobol sequence.</summary>
    Scrambling = 2,

    /// <summary>Candidates of a method that learns.</summary>
    Candidates = 3,

    /// <summary>Starts of an optimization.</summary>
    Starts = 4,
}

/// <summary>Random numbers that are a function of a search's seed, their purpose and a number, such as the point's.</summary>
internal sealed class RandomNumbers(uint seed, Purpose purpose, int number)
{
    private const int Drawn = 16;

    private static readonly Vector512<ulong> Lanes = Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);

    private readonly Philox _philox = new(seed, (uint)purpose, (uint)number, c2: 0, c3: 0);
    private readonly double[] _uniform = new double[Drawn];
    private ulong _counter;
    private int _used = Drawn;

    /// <summary>Uniform above 0 and below 1: 53 bits, and half of the last.</summary>
    public double Uniform()
    {
        if (_used == Drawn) Draw();
        return _uniform[_used++];
    }

    /// <summary>Standard normal.</summary>
    public double Gaussian() => Normal.Quantile(Uniform());

    /// <summary>A whole number from 0, below a limit.</summary>
    public int Below(int limit) => Math.Min((int)(Uniform() * limit), limit - 1);

    private void Draw()
    {
        var (w0, w1, w2, w3) = _philox.Draw(Lanes + Vector512.Create(_counter));
        _counter += 8;
        for (var i = 0; i < 8; i++)
        {
            _uniform[2 * i] = Unit((uint)w0.GetElement(i), (uint)w1.GetElement(i));
            _uniform[2 * i + 1] = Unit((uint)w2.GetElement(i), (uint)w3.GetElement(i));
        }
        _used = 0;
    }

    // 52 bits, so that adding a half is exact and 1 is never reached.
    private static double Unit(uint high, uint low) => (((ulong)high << 20 | low >> 12) + 0.5) / (1UL << 52);
}
