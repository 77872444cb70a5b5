using Goalkeeper.Search;
using Goalkeeper.Training;

namespace Goalkeeper.Bench.Search;

/// <summary>A function whose minimum is known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Space">Where it is searched.</param>
/// <param name="Minimum">Its smallest value.</param>
/// <param name="Value">Its value at a point.</param>
internal sealed record Problem(string Name, SearchSpace Space, double Minimum, Func<double[], double> Value)
{
    /// <summary>The deviation of the noise that a search sees on each value; regret is measured without it.</summary>
    public double Noise { get; init; }
}

/// <summary>The functions of the table. Formulas and minima are those of Surjanovic and Bingham's Virtual Library of Simulation Experiments.</summary>
internal static class Problems
{
    private static readonly double[,] HartmannA =
    {
        { 10, 3, 17, 3.5, 1.7, 8 }, { 0.05, 10, 17, 0.1, 8, 14 }, { 3, 3.5, 1.7, 10, 17, 8 }, { 17, 8, 0.05, 10, 0.1, 14 },
    };

    private static readonly double[,] HartmannP =
    {
        { 0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886 }, { 0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991 },
        { 0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650 }, { 0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381 },
    };

    private static readonly double[] HartmannAlpha = [1, 1.2, 3, 3.2];

    private static readonly Problem BraninProblem = new("Branin", new([Number("x", -5, 10), Number("y", 0, 15)]), 0.39788735772973816, Branin);

    private static readonly Problem HartmannProblem = new("Hartmann 6", Cube(6, 0, 1), -3.32236801141551, Hartmann);

    private static readonly Problem RosenbrockProblem = new("Rosenbrock 5", Cube(5, -5, 10), 0, Rosenbrock);

    /// <summary>All of them, those of DESIGN's table first.</summary>
    public static IReadOnlyList<Problem> All { get; } =
    [
        BraninProblem,
        HartmannProblem,
        new("Ackley 5", Cube(5, -32.768, 32.768), 0, Ackley),
        RosenbrockProblem,
        new("Levy 5", Cube(5, -10, 10), 0, Levy),
        new("Rastrigin 5", Cube(5, -5.12, 5.12), 0, Rastrigin),
        Mixed(),
        Conditional(),
        Pitch(),
        BraninProblem with { Name = "Branin, noise 1", Noise = 1 },
        HartmannProblem with { Name = "Hartmann 6, noise 0.1", Noise = 0.1 },
        RosenbrockProblem with { Name = "Rosenbrock 5, noise 10", Noise = 10 },
    ];

    /// <summary>The noise on the value of a point of a search.</summary>
    public static double Noise(Problem problem, uint seed, int number) =>
        problem.Noise == 0 ? 0 : problem.Noise * new RandomNumbers(seed + 1_000_000, Purpose.Random, number).Gaussian();

    private static Dimension Number(string name, double low, double high) => new(name, new Continuous(new Uniform(low, high)));

    private static SearchSpace Cube(int dimensions, double low, double high) => new([.. Enumerable.Range(1, dimensions).Select(i => Number($"x{i}", low, high))]);

    private static double Square(double x) => x * x;

    private static double Branin(double[] x) =>
        Square(x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x[0]) + 10;

    private static double Hartmann(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
        {
            var inner = 0.0;
            for (var j = 0; j < 6; j++) inner += HartmannA[i, j] * Square(x[j] - HartmannP[i, j]);
            sum -= HartmannAlpha[i] * Math.Exp(-inner);
        }
        return sum;
    }

    private static double Ackley(double[] x) =>
        -20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(Square))) - Math.Exp(x.Average(v => Math.Cos(2 * Math.PI * v))) + 20 + Math.E;

    private static double Rosenbrock(double[] x) => x.Zip(x.Skip(1), (a, b) => 100 * Square(b - a * a) + Square(a - 1)).Sum();

    private static double Levy(double[] x)
    {
        var w = x.Select(v => 1 + (v - 1) / 4).ToArray();
        return Square(Math.Sin(Math.PI * w[0]))
            + w.SkipLast(1).Sum(v => Square(v - 1) * (1 + 10 * Square(Math.Sin(Math.PI * v + 1))))
            + Square(w[^1] - 1) * (1 + Square(Math.Sin(2 * Math.PI * w[^1])));
    }

    private static double Rastrigin(double[] x) => x.Sum(v => v * v - 10 * Math.Cos(2 * Math.PI * v) + 10);

    /// <summary>A learning rate by its logarithm, a whole number of layers, an optimizer and a share: what people tune.</summary>
    private static Problem Mixed()
    {
        double[] best = [3e-3, 1e-1, 1e-2, 3e-2];
        double[] lost = [0, 0.3, 0.15, 0.5];
        return new(
            "mixed",
            new([
                new("learning_rate", new Continuous(new LogUniform(1e-6, 1))),
                new("layers", Stepped.Whole(1, 12)),
                new("optimizer", Choice.Of(4)),
                Number("dropout", 0, 0.9),
            ]),
            0,
            x => lost[(int)x[2]] + 0.2 * Square(Math.Log10(x[0] / best[(int)x[2]])) + 0.02 * Square(x[1] - 5) + 1.5 * Square(x[3] - 0.37));
    }

    /// <summary>A network on pitch: its log loss on dev, by λ, keep_prob and learning rate. Its minimum is not known: what is told is the loss.</summary>
    private static Problem Pitch()
    {
        var data = GeneratedDatasets.Pitch();
        return new(
            "network on pitch",
            new([Number("lambda", 0, 2), Number("keep_prob", 0.5, 1), new("learning_rate", new Continuous(new LogUniform(1e-3, 1)))]),
            0,
            x => LogLoss(new TrainingSettings { Hidden = [20, 3], Iterations = 2000, RecordEvery = 2000, Lambda = x[0], KeepProb = [x[1]], LearningRate = x[2] }));

        double LogLoss(TrainingSettings settings) =>
            Trainer.Train(settings, data).Metrics.TryGetValue("dev_log_loss", out var loss) && double.IsFinite(loss) ? loss : 10;
    }

    /// <summary>One of two models, each with parameters of its own.</summary>
    private static Problem Conditional()
    {
        Dimension Of(double model, Dimension dimension) => dimension with { Conditions = [new Condition(0, [model])] };
        return new(
            "conditional",
            new([
                new("model", Choice.Of(2)),
                Of(0, new("c", new Continuous(new LogUniform(1e-4, 1e4)))),
                Of(0, new("gamma", new Continuous(new LogUniform(1e-5, 10)))),
                Of(1, new("depth", Stepped.Whole(1, 30))),
                Of(1, Number("share", 0.1, 1)),
                Of(1, new("trees", new Stepped(new Uniform(10, 500), 10))),
            ]),
            0,
            x => x[0] == 0
                ? 0.05 + 0.02 * Square(Math.Log10(x[1]) - 1.3) + 0.03 * Square(Math.Log10(x[2]) + 2)
                : 0.0004 * Square(x[3] - 11) + 0.5 * Square(x[4] - 0.62) + 0.03 * Square(Math.Log(x[5] / 320)));
    }
}
