using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Goalkeeper.Numerics;

namespace Goalkeeper.Training;

/// <summary>
/// What inverted dropout multiplies each hidden unit's activation by: 1/keep_prob where it is kept, 0 where it is dropped, so that the
/// expected activation stays the same and prediction needs no scaling. Forward and backward use the same mask.
/// </summary>
internal sealed unsafe class DropoutMasks
{
    /// <summary>The course reseeds with 1 before every pass, whatever the seed of the weights.</summary>
    private const uint CourseSeed = 1;

    private readonly TrainingSettings _settings;
    private readonly double[] _keepProbs;
    private readonly PaddedMatrix[] _scales;

    /// <summary>Masks for the hidden layers of a network over <paramref name="examples"/> examples, as they are at iteration 0.</summary>
    public DropoutMasks(TrainingSettings settings, int examples)
    {
        _settings = settings;
        _keepProbs = [.. settings.Hidden.Select((_, layer) => settings.KeepProbOf(layer))];
        _scales = [.. settings.Hidden.Select(units => new PaddedMatrix(units, examples))];
        if (settings.DropoutMask == DropoutMask.Fixed) DrawCourseMasks();
        else Resample(0);
    }

    /// <summary>Factors of hidden layer <paramref name="layer"/> (0-based): units × examples.</summary>
    public PaddedMatrix Scale(int layer) => _scales[layer];

    /// <summary>The probability of keeping a unit of hidden layer <paramref name="layer"/> (0-based).</summary>
    public double KeepProb(int layer) => _keepProbs[layer];

    /// <summary>Draws the masks of an iteration; the course's fixed masks stay as they are.</summary>
    public void Resample(int iteration)
    {
        if (_settings.DropoutMask == DropoutMask.Fixed) return;
        for (var layer = 0; layer < _scales.Length; layer++) Draw(_scales[layer], _keepProbs[layer], _settings.Seed, (uint)iteration, (uint)layer);
    }

    private void DrawCourseMasks()
    {
        var random = new RandomState(CourseSeed);
        for (var layer = 0; layer < _scales.Length; layer++)
        {
            var keep = _keepProbs[layer];
            for (var unit = 0; unit < _scales[layer].Rows; unit++)
                foreach (ref var scale in _scales[layer].Row(unit)) scale = random.Uniform() < keep ? 1 / keep : 0;
        }
    }

    /// <summary>
    /// One layer's factors, drawn under the counters (iteration, n, layer, 0) with the trial's seed as the key. Eight draws side by side serve 64 elements
    /// of the padded matrix: each of their four words one element as it stands, and one with its halves exchanged. Either way a word is uniform over
    /// 32 bits, and the two uses are independent but where a half equals that of the threshold, once in 65,536.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Draw(PaddedMatrix factors, double keep, uint seed, uint iteration, uint layer)
    {
        const int block = 2 * VectorMath.Lanes; // what one vector of words serves; a matrix is whole blocks
        var threshold = Vector512.Create((long)(keep * 4294967296.0));
        var kept = Vector512.Create(1 / keep);
        var philox = new Philox(seed, 0, iteration, layer, 0);
        var n = Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        double* at = factors.Data, end = at + factors.Length;
        while (at < end)
        {
            var (w0, w1, w2, w3) = philox.Draw(n);
            n += Vector512.Create((ulong)VectorMath.Lanes);
            Write(w0, threshold, kept, at);
            if ((at += block) == end) break;
            Write(w1, threshold, kept, at);
            if ((at += block) == end) break;
            Write(w2, threshold, kept, at);
            if ((at += block) == end) break;
            Write(w3, threshold, kept, at);
            at += block;
        }
    }

    /// <summary>Sixteen factors from eight words: 1/keep where a word, as a fraction of 2³², is below keep, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector512<ulong> words, Vector512<long> threshold, Vector512<double> kept, double* factors)
    {
        var low = Vector512.Create(0xffffffffUL);
        var word = words & low;
        var exchanged = ((word << 16) & low) | (word >>> 16);
        Vector512.ConditionalSelect(Vector512.LessThan(word.AsInt64(), threshold).AsDouble(), kept, Vector512<double>.Zero).Store(factors);
        Vector512.ConditionalSelect(Vector512.LessThan(exchanged.AsInt64(), threshold).AsDouble(), kept, Vector512<double>.Zero)
            .Store(factors + VectorMath.Lanes);
    }
}
