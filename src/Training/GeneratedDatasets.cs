namespace Goalkeeper.Training;

/// <summary>The datasets that need no file. Each draws from its own <see cref="RandomState"/>, so it is the same in every run.</summary>
internal static class GeneratedDatasets
{
    private static readonly string[] PlaneFeatures = ["x1", "x2"];

    /// <summary>
    /// scikit-learn's <c>make_circles(noise=.05)</c> as the course draws it: 300 train examples after seed 1, 100 test examples
    /// after seed 2. Label 1 is the inner circle, of radius 0.8.
    /// </summary>
    public static Dataset Circles() =>
        new("circles", PlaneFeatures, Circles(new RandomState(1), 300), Test: Circles(new RandomState(2), 100));

    /// <summary>The course's <c>load_planar_dataset()</c>: 400 train examples on the petals of r = 4 sin 4t, label by side.</summary>
    public static Dataset Flower()
    {
        const int count = 400, half = count / 2;
        const double petal = 4, turn = 3.12;
        var random = new RandomState(1);
        var features = new double[2 * count];
        var labels = new double[count];
        for (var label = 0; label < 2; label++)
        {
            var start = label * turn;
            var stop = (label + 1) * turn;
            var step = (stop - start) / (half - 1);
            var angles = new double[half];
            for (var i = 0; i < half; i++) angles[i] = (i == half - 1 ? stop : i * step + start) + random.Gaussian() * 0.2;
            for (var i = 0; i < half; i++)
            {
                var radius = petal * Math.Sin(4 * angles[i]) + random.Gaussian() * 0.2;
                var row = label * half + i;
                features[2 * row] = radius * Math.Sin(angles[i]);
                features[2 * row + 1] = radius * Math.Cos(angles[i]);
                labels[row] = label;
            }
        }
        return new("flower", PlaneFeatures, new Examples(features, labels));
    }

    /// <summary>
    /// Our stand-in for the French-football data, on the same axes: points uniform on x1 −0.75…0.40, x2 −0.75…0.65, label 1 above
    /// the parabola x2 = −0.25 + 0.3·x1 + 1.8·x1², labels flipped near it with a probability that falls from 0.4 on the curve to 0 at a
    /// distance of 0.25 in x2. Train 211, dev 200, test 200, drawn in that order after seed 7. Arithmetic alone, so the same everywhere.
    /// </summary>
    public static Dataset Pitch()
    {
        var random = new RandomState(7);
        return new("pitch", PlaneFeatures, Pitch(random, 211), Pitch(random, 200), Pitch(random, 200));
    }

    private static Examples Circles(RandomState random, int count)
    {
        const double factor = 0.8, noise = 0.05;
        var half = count / 2;
        var step = 2 * Math.PI / half;
        var order = random.Permutation(count);
        var features = new double[2 * count];
        var labels = new double[count];
        for (var row = 0; row < count; row++)
        {
            var inner = order[row] >= half;
            var angle = (order[row] - (inner ? half : 0)) * step;
            var radius = inner ? factor : 1.0;
            features[2 * row] = Math.Cos(angle) * radius + noise * random.Gaussian();
            features[2 * row + 1] = Math.Sin(angle) * radius + noise * random.Gaussian();
            labels[row] = inner ? 1 : 0;
        }
        return new Examples(features, labels);
    }

    private static Examples Pitch(RandomState random, int count)
    {
        var features = new double[2 * count];
        var labels = new double[count];
        for (var row = 0; row < count; row++)
        {
            var x1 = -0.75 + 1.15 * random.Uniform();
            var x2 = -0.75 + 1.40 * random.Uniform();
            var above = x2 - (-0.25 + 0.3 * x1 + 1.8 * x1 * x1);
            var flipped = random.Uniform() < 0.4 * Math.Max(0, 1 - Math.Abs(above) / 0.25);
            features[2 * row] = x1;
            features[2 * row + 1] = x2;
            labels[row] = above > 0 != flipped ? 1 : 0;
        }
        return new Examples(features, labels);
    }
}
