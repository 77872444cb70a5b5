using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class GaussianProcessTests
{
    private static readonly double[][] Points = [[.1, .2], [.35, .9], [.5, .4], [.8, .7], [.95, .05]];
    private static readonly double[] Values = [1.2, -.4, -1.1, .3, .9];
    private static readonly double[] Parameters = [Math.Log(.3), Math.Log(.7), Math.Log(1.7), Math.Log(1e-3), 0];

    [Fact]
    public void The_posterior_is_that_of_NumPy()
    {
        // tests/Expected/gp.py prints these.
        var (mean, variance) = Process().At([.4, .6]);
        Assert.Equal(-0.7799033350817228, mean, 1e-12);
        Assert.Equal(0.12548521099874765, variance, 1e-12);
        Assert.Equal(mean, Process().Mean([.4, .6]));
    }

    [Fact]
    public void Without_noise_it_goes_through_what_was_seen()
    {
        var process = new GaussianProcess(Places(2), Points, Values, [.. Parameters[..3], -25, 0]);
        foreach (var (point, value) in Points.Zip(Values))
        {
            var (mean, variance) = process.At(point);
            Assert.Equal(value, mean, 1e-9);
            Assert.InRange(variance, 1e-13, 1e-9);
        }
    }

    [Fact]
    public void A_point_under_way_leaves_the_mean_and_takes_the_variance()
    {
        var process = Process();
        var with = process.With([.4, .6]);
        Assert.Equal(process.Mean([.5, .5]), with.Mean([.5, .5]), 1e-12);
        Assert.InRange(with.At([.4, .6]).Variance, 0, 1.1e-3);
    }

    [Fact]
    public void The_slopes_of_mean_and_variance_are_those_of_small_steps()
    {
        // Also along what exists only sometimes, and among what does not exist.
        var space = new SearchSpace(
        [
            new("x", new Continuous(new Uniform(0, 1))), new("c", Choice.Of(2)),
            new("y", new Continuous(new Uniform(0, 1))) { Conditions = [new Condition(1, [1])] },
        ]);
        double[][] points = [[.1, 0, double.NaN], [.7, 1, .3], [.2, 1, .9], [.8, 0, double.NaN], [.4, 1, .6]];
        var process = new GaussianProcess(new Places(space), points, Values, [Math.Log(.3), .5, Math.Log(.4), .3, Math.Log(1e-3), 0]);
        var (byMean, byVariance) = (new double[3], new double[3]);
        double[] place = [.33, 1, .77];
        process.At(place, byMean, byVariance);
        foreach (var d in (int[])[0, 2])
        {
            var (low, high) = ((double[])place.Clone(), (double[])place.Clone());
            low[d] -= 1e-6;
            high[d] += 1e-6;
            Assert.Equal((process.At(high).Mean - process.At(low).Mean) / 2e-6, byMean[d], 1e-7);
            Assert.Equal((process.At(high).Variance - process.At(low).Variance) / 2e-6, byVariance[d], 1e-7);
        }
        process.At([.33, 0, double.NaN], byMean, byVariance);
        Assert.Equal((0, 0, 0), (byMean[1], byMean[2], byVariance[2]));
    }

    [Fact]
    public void What_does_not_exist_is_equally_far_from_all_that_does()
    {
        var places = new Places(new SearchSpace(
            [new("c", Choice.Of(2)), new("y", new Continuous(new Uniform(0, 1))) { Conditions = [new Condition(0, [1])] }]));
        Assert.Equal(0, places.SquaredDistance(1, double.NaN, double.NaN));
        Assert.Equal(1, places.SquaredDistance(1, double.NaN, .2));
        Assert.Equal(1, places.SquaredDistance(1, .9, double.NaN));
        Assert.InRange(places.SquaredDistance(1, 0, 1), .85, .95);
        Assert.Equal(1, places.SquaredDistance(0, 0, 1));
    }

    [Fact]
    public void The_likelihood_is_that_of_a_normal_distribution()
    {
        // Through MathNet's inverse and determinant; what the priors and the warping add is taken off.
        var likelihood = new MarginalLikelihood(Places(2), Points, new OutputWarping(Values));
        var warped = new OutputWarping(Values).At(7);
        double[] parameters = [.. Parameters[..4], 7];
        var priors = Hyperparameters.Penalty(parameters, new double[5]);
        // A large δ leaves values as they are, but for their mean and deviation.
        var (mean, deviation) = (Values.Average(), Math.Sqrt(Values.Sum(v => (v - Values.Average()) * (v - Values.Average())) / 5));
        Assert.All(Values.Zip(warped.Z), pair => Assert.Equal((pair.First - mean) / deviation, pair.Second, 2e-3));
        var process = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(5, 5, Kernel);
        var z = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(warped.Z);
        var expected = 0.5 * (z * process.Inverse() * z) + 0.5 * Math.Log(process.Determinant());
        Assert.Equal(expected, likelihood.Evaluate(parameters, new double[5]) - priors + warped.LogVolume, 1e-9);

        static double Kernel(int i, int j)
        {
            var s = Math.Sqrt(5 * Points[i].Zip(Points[j], [.3, .7]).Sum(t => (t.First - t.Second) * (t.First - t.Second) / (t.Third * t.Third)));
            return 1.7 * (1 + s + s * s / 3) * Math.Exp(-s) + (i == j ? 1e-3 : 0);
        }
    }

    [Fact]
    public void The_gradient_of_the_likelihood_is_that_of_small_steps()
    {
        var likelihood = new MarginalLikelihood(Places(2), Points, new OutputWarping([3, 1, 700, 0.2, 12]));
        double[] parameters = [-1, 0.4, 0.3, -3, 0.5];
        var (gradient, unused) = (new double[5], new double[5]);
        likelihood.Evaluate(parameters, gradient);
        for (var i = 0; i < 5; i++)
        {
            var (low, high) = ((double[])parameters.Clone(), (double[])parameters.Clone());
            low[i] -= 1e-5;
            high[i] += 1e-5;
            Assert.Equal((likelihood.Evaluate(high, unused) - likelihood.Evaluate(low, unused)) / 2e-5, gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Noise_is_learned_where_there_is_some()
    {
        var random = new RandomNumbers(1, Purpose.Random, 1);
        double[][] points = [.. Enumerable.Range(0, 60).Select(i => (double[])[(i + 0.5) / 60])];
        double[] exact = [.. points.Select(p => (p[0] - .3) * (p[0] - .3))];
        double[] noisy = [.. exact.Select(v => v + 0.1 * random.Gaussian())];
        Assert.True(GaussianProcess.Fit(Places(1), points, exact).Noise < 1e-5);
        Assert.InRange(GaussianProcess.Fit(Places(1), points, noisy).Noise, 0.1, 1);
    }

    private static GaussianProcess Process() => new(Places(2), Points, Values, Parameters);

    private static Places Places(int dimensions) => new(Searching.Cube(dimensions));
}
