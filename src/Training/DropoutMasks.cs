using System.Runtime.Intrinsics;

namespace Goalkeeper.Training;

/// <summary>
/// What inverted dropout multiplies each hidden unit's activation by: 1/keep_prob where it is kept, 0 where it is dropped, so that the
/// expected activation stays the same and prediction needs no scaling. Forward and backward use the same mask.
/// </summary>
internal sealed unsafe class DropoutMasks
{
    /// <summary>The course reseeds with 1 before every pass, whatever the seed of the weights.</summary>
    private const uint CourseSeed = 1;

    private readonly TrainingSettings settings;
    private readonly PaddedMatrix[] scales;

    /// <summary>Masks for the hidden layers of a network over <paramref name="examples"/> examples, as they are at iteration 0.</summary>
    public DropoutMasks(TrainingSettings settings, int examples)
    {
        this.settings = settings;
        scales = [.. settings.Hidden.Select(units => new PaddedMatrix(units, examples))];
        if (settings.DropoutMask == DropoutMask.Fixed) DrawCourseMasks();
        else Resample(0);
    }

    /// <summary>Factors of hidden layer <paramref name="layer"/> (0-based): units × examples.</summary>
    public PaddedMatrix Scale(int layer) => scales[layer];

    /// <summary>The probability of keeping a unit of hidden layer <paramref name="layer"/> (0-based).</summary>
    public double KeepProb(int layer) => settings.KeepProbOf(layer);

    /// <summary>Draws the masks of an iteration; the course's fixed masks stay as they are.</summary>
    public void Resample(int iteration)
    {
        if (settings.DropoutMask == DropoutMask.Fixed) return;
        for (var layer = 0; layer < scales.Length; layer++)
        {
            for (var unit = 0; unit < scales[layer].Rows; unit++) Draw(layer, unit, iteration);
        }
    }

    private void DrawCourseMasks()
    {
        var random = new RandomState(CourseSeed);
        for (var layer = 0; layer < scales.Length; layer++)
        {
            var keep = settings.KeepProbOf(layer);
            for (var unit = 0; unit < scales[layer].Rows; unit++)
            {
                foreach (ref var scale in scales[layer].Row(unit)) scale = random.Uniform() < keep ? 1 / keep : 0;
            }
        }
    }

    /// <summary>One unit's factors: lane j of the draw with counter 8g + j serves examples 32g + j, + 8, + 16 and + 24.</summary>
    private void Draw(int layer, int unit, int iteration)
    {
        const int lanes = VectorMath.Lanes;
        var keep = settings.KeepProbOf(layer);
        var threshold = Vector512.Create((ulong)(keep * 4294967296.0));
        var kept = Vector512.Create(1 / keep);
        var matrix = scales[layer];
        var row = matrix.Data + unit * (nint)matrix.Stride;
        for (var example = 0; example < matrix.Stride; example += 4 * lanes)
        {
            var counter = Vector512.Create((ulong)(example / 4)) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
            var (w0, w1, w2, w3) = Philox.Draw(
                counter, Vector512.Create((ulong)unit), Vector512.Create((ulong)iteration), Vector512.Create((ulong)layer), settings.Seed, 0);
            Store(w0, 0);
            Store(w1, lanes);
            if (example + 2 * lanes == matrix.Stride) break; // rows are padded to two vectors, draws come four at a time
            Store(w2, 2 * lanes);
            Store(w3, 3 * lanes);

            void Store(Vector512<ulong> words, int at) =>
                Vector512.ConditionalSelect(Vector512.LessThan(words, threshold).AsDouble(), kept, Vector512<double>.Zero).Store(row + example + at);
        }
    }
}
