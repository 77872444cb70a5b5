using Goalkeeper.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Bench;

/// <summary>Training on one core: against NumPy, against our own plain network, against the processor's limit.</summary>
internal static class TrainingRows
{
    private const double PlainGoal = 35, CatsGoal = 80, FmaGoal = 0.5;

    // NumPy takes so many times longer that fewer iterations give as good a figure.
    private const int NumPyShare = 5, NumPyCatsShare = 10;

    /// <summary>Measures the rows.</summary>
    /// <param name="effort">How much.</param>
    /// <param name="numpy">The peer, or null.</param>
    /// <param name="fma">The limit, or null.</param>
    /// <param name="dataFolder">Where cats.npz is, if anywhere.</param>
    public static IEnumerable<Row> Measure(Effort effort, NumPy? numpy, FmaLimit? fma, string dataFolder)
    {
        var football = Network.Football;
        var plain = new Contest(football);
        var l2 = new Contest(football.With("football, L2", s => s with { Lambda = 0.7 }));
        var dropout = new Contest(football.With("football, dropout", s => s with { KeepProb = [0.86] }));
        var tanh = new Contest(football.With("football, tanh", s => s with { Activation = Activation.Tanh }));
        var others = new[] { new Contest(Network.Circles), new Contest(Network.Flower) };
        Contest[] small = [plain, l2, dropout, tanh, .. others];

        var limit = 0.0;
        for (var round = 0; round < effort.Rounds; round++)
        {
            foreach (var contest in small) contest.Round(effort, numpy, NumPyShare);
            if (fma is not null) limit = Math.Max(limit, fma.Gflops());
        }

        yield return plain.AgainstNumPy(PlainGoal);
        yield return plain.LimitAgainstNumPy(limit);
        foreach (var contest in small.Skip(1)) yield return contest.AgainstNumPy(null);
        yield return l2.Against(plain, 1.05);
        yield return dropout.Against(plain, 1.5);
        yield return tanh.Against(plain, 2);
        yield return Share(plain, limit);
        yield return Cats(effort, numpy, dataFolder);
    }

    private static Row Share(Contest plain, double limit)
    {
        const string what = "football, against the processor's limit of fused multiply-adds";
        if (limit == 0) return Row.Skipped(what, FmaLimit.Missing);
        var ours = plain.Network.Operations / plain.Ours / 1e3;
        return Row.AtLeast(what, $"{Row.Number(ours)} GFLOPS", $"{Row.Number(limit)} GFLOPS", ours / limit, FmaGoal);
    }

    private static Row Cats(Effort effort, NumPy? numpy, string dataFolder)
    {
        const string name = "cats.npz";
        if (!File.Exists(Path.Combine(dataFolder, name)))
        {
            return Row.Skipped(
                "cats, 4 layers, against NumPy", $"no {name} in `{dataFolder}` (GOALKEEPER_DATA says where it is)");
        }
        var experiment = ExperimentFile.Read(Path.Combine(Repository.Root, "experiments", "cats.yaml"));
        var cats = new Contest(Network.Cats(DatasetLoader.Load(experiment.Network.Dataset, dataFolder)));
        for (var round = 0; round < effort.FewRounds; round++) cats.Round(effort, numpy, NumPyCatsShare);
        return cats.AgainstNumPy(CatsGoal);
    }

    /// <summary>One network, trained by both sides in turn; the best of each side counts.</summary>
    private sealed class Contest(Network network)
    {
        private double _numpy = double.PositiveInfinity;

        public Network Network => network;

        public double Ours { get; private set; } = double.PositiveInfinity;

        public void Round(Effort effort, NumPy? numpy, int numpyShare)
        {
            var iterations = effort.Iterations(network.Settings.Iterations);
            if (double.IsInfinity(Ours)) Prepare(numpy, Math.Min(iterations, 50));
            Ours = Math.Min(Ours, network.Train(iterations).Micros);
            if (numpy is not null) _numpy = Math.Min(_numpy, numpy.Train(network, Math.Max(2, iterations / numpyShare)).Micros);
        }

        public Row AgainstNumPy(double? goal)
        {
            var what = $"{network.Name}, against NumPy";
            if (double.IsInfinity(_numpy)) return Row.Skipped(what, NumPy.Missing);
            return goal is { } number
                ? Row.AtLeast(what, Micros(Ours), Micros(_numpy), _numpy / Ours, number)
                : Row.Plain(what, Micros(Ours), Micros(_numpy), _numpy / Ours);
        }

        /// <summary>What the goal can be at most on this machine: the same operations at the processor's limit, and nothing else done.</summary>
        public Row LimitAgainstNumPy(double gflops)
        {
            var what = "the same at the processor's limit, for comparison";
            if (double.IsInfinity(_numpy)) return Row.Skipped(what, NumPy.Missing);
            if (gflops == 0) return Row.Skipped(what, FmaLimit.Missing);
            var micros = network.Operations / gflops / 1e3;
            return Row.Plain(what, Micros(micros), Micros(_numpy), _numpy / micros);
        }

        public Row Against(Contest plain, double goal) =>
            Row.AtMost($"{network.Name}, against our own plain network", Micros(Ours), Micros(plain.Ours), Ours / plain.Ours, goal);

        // Lets the compiler finish, and makes sure that both sides do the same work: each dropout has masks of its own, all else must agree.
        private void Prepare(NumPy? numpy, int iterations)
        {
            var ours = network.Train(iterations).SumOfSquares;
            if (numpy is null || network.Settings.HasDropout) return;
            var theirs = numpy.Train(network, iterations).SumOfSquares;
            if (Math.Abs(ours - theirs) > 1e-9 * theirs)
                throw new InvalidOperationException(FormattableString.Invariant($"{network.Name}: Σ‖W‖² is {ours} here and {theirs} in network.py after {iterations} iterations"));
        }

        private static string Micros(double micros) => $"{Row.Number(micros)} µs";
    }
}
