using Goalkeeper.Report;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Figures;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Report;

/// <summary>What a report says of trials that were stopped.</summary>
public sealed class StoppingTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_stopping_saved_and_whether_it_mattered_are_counted()
    {
        var section = Section(x => [x, x, x, x])!;
        Assert.StartsWith("9 trials of 20 were stopped: 9 at step 1; those that went on ended at step 4. That saved 33.8\u00a0% of the steps, ", section.Text[0], StringComparison.Ordinal); // 9 · 3 of 20 · 4
        Assert.Equal("Whether it mattered: when they were stopped, none of them stood better than the chosen point at the same step.", section.Text[1]);
        Assert.StartsWith("How much a step tells of the end: of the pairs of trials that went on, 100.0\u00a0% stood at step 1 in the order in which they ended", section.Text[2], StringComparison.Ordinal);
        var chart = Assert.IsType<LineChart>(section.Figures.Single().Chart);
        Assert.Equal([("stopped trials", 9), ("the chosen point", 4)], chart.Series.Select(s => (s.Name, s.Points.Count)));
    }

    [Fact]
    public void A_rule_that_stopped_what_stood_better_than_the_chosen_one_is_told()
    {
        // Who goes on gets better the worse it was.
        var section = Section(x => [x, x, x, 100 - x])!;
        Assert.Matches("^Whether it mattered: when they were stopped, [1-9][0-9]* of them stood better than the chosen point at the same step, and might have come out better.$", section.Text[1]);
        Assert.Contains(" 0.0\u00a0% stood at step 1 in the order in which they ended", section.Text[2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_stopped_at_no_finite_number_did_not_stand_better_and_a_step_far_ahead_is_a_long_time()
    {
        var section = Section(x => x > 1.5 ? [double.NegativeInfinity] : [x], steps: 1, isStopped: true, last: 9_000_000_000_000_000)!;
        Assert.Contains("none of them stood better", section.Text[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_that_lost_a_seed_is_told_where_it_looks_better_than_the_chosen_one()
    {
        var space = new Space();
        var x = space.Add("x", 1.0, 2.0, 3.0, 4.0, 5.0);
        Sweep.Run(
            space,
            (trial, _) => trial.Get(x) == 1 && trial.Seed == 2 ? throw new InvalidOperationException("out of luck") : trial.Get(x),
            new SweepOptions { Name = "made-up", Store = _session.Store, Replicates = 2 });
        using var store = SweepStore.OpenReadOnly(_session.Store);
        var sentence = SweepReport.Of(store, store.Find(SweepReference.Parse("made-up"))).Answer.Sentence;
        Assert.StartsWith("x = 2 has the lowest mean loss of the 4 points that every seed finished: ", sentence, StringComparison.Ordinal);
        Assert.Contains("1 point looks better by the seeds that finished, and had others that failed, diverged or were pruned.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_in_which_none_was_stopped_has_no_such_section() => Assert.Null(Section(x => [x], steps: 1));

    private FigureSection? Section(Func<double, double[]> curve, int steps = 4, bool isStopped = false, long last = 0)
    {
        var space = new Space();
        var x = space.AddUniform("x", 1.0, 2.0);
        var options = new SweepOptions { Name = "made-up", Store = _session.Store, Method = SearchMethod.Random, RunCap = 20, Parallelism = 1 };
        if (steps > 1 || isStopped) options = options with { EarlyStopping = EarlyStopping.Fixed(1, 0.25) };
        Sweep.Run(
            space,
            (trial, _) =>
            {
                var values = curve(trial.Get(x));
                for (var step = 0; step < steps; step++)
                    if (!trial.Report(step + 1, ("loss", values[step]))) return values[step];
                if (last > 0) trial.Report(last, ("loss", values[^1]));
                return values[^1];
            },
            options);
        using var store = SweepStore.OpenReadOnly(_session.Store);
        return SweepReport.Of(store, store.Find(SweepReference.Parse("made-up"))).Sections.SingleOrDefault(s => s.Heading == "Early stopping");
    }
}
