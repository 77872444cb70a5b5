using System.Runtime.Intrinsics;
using Goalkeeper.Numerics;

namespace Goalkeeper.Analysis;

/// <summary>A row of random numbers by Philox: the same ones in every run, on every machine.</summary>
/// <param name="stream">Which row.</param>
internal sealed class Draws(uint stream)
{
    /// <summary>The key's first word: what tells these numbers from those of masks and proposals.</summary>
    private const uint Purpose = 0x616e616c; // "anal(ysis)"

    private readonly Philox _philox = new(Purpose, stream, 0, 0, 0);
    private readonly uint[] _words = new uint[4 * Vector512<ulong>.Count];
    private ulong _drawn;

    /// <summary>A number of 0, 1, …, <paramref name="count"/> − 1; each is as likely, up to 2⁻³² (Lemire 2019).</summary>
    public int Below(int count)
    {
        var place = (int)(_drawn % (uint)_words.Length);
        if (place == 0) Fill();
        _drawn++;
        return (int)(((ulong)_words[place] * (uint)count) >> 32);
    }

    /// <summary>Brings items into a random order, each order as likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private void Fill()
    {
        var first = Vector512.Create(_drawn / 4);
        var words = _philox.Draw(first + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7));
        for (var lane = 0; lane < Vector512<ulong>.Count; lane++)
        {
            _words[4 * lane] = (uint)words.W0[lane];
            _words[4 * lane + 1] = (uint)words.W1[lane];
            _words[4 * lane + 2] = (uint)words.W2[lane];
            _words[4 * lane + 3] = (uint)words.W3[lane];
        }
    }
}
