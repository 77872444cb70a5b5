using System.Globalization;
using CsCheck;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed class BestPointTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void The_best_point_is_by_the_mean_and_not_by_one_lucky_replicate()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 4);
        using (store)
        {
            store.Commit(sweep, [], [.. Results(0.5, 0.9, 0.8, 0.8)]);
            var best = store.BestPoint(sweep)!;
            Assert.Equal(new PointResult(2, 2, 2, 0.8), best.Result);
            Assert.Equal([3L, 4L], best.Trials.Select(t => t.Number));
            Assert.Equal(2, store.Best(sweep)!.Number);
            var listed = store.List().Single();
            Assert.Equal((2L, 2L, 0.8, 3L), (listed.BestPoint, listed.BestCount, listed.BestValue, listed.BestTrial));
        }
    }

    [Fact]
    public void A_point_of_which_a_trial_has_no_number_loses_to_one_that_finished_whole()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 5);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(2, 0.9)]);
            Assert.Equal(new PointResult(1, 2, 1, 0.9), store.BestPoint(sweep)!.Result);
            Assert.Equal(2, store.List().Single().BestTrial);
            store.Commit(sweep, [], [Sample.Result(1, double.NaN, TrialState.Diverged), Sample.Result(3, 0.1), Sample.Result(4, 0.2)]);
            Assert.Equal(2, store.BestPoint(sweep)!.Result.Point);
            store.Commit(sweep, [], [Sample.Result(5, double.NaN)]);
            Assert.Equal(2, store.BestPoint(sweep)!.Result.Point);
        }
    }

    [Fact]
    public void Before_any_trial_has_a_number_there_is_no_best_point()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1, double.NaN), Sample.Result(2, 1, TrialState.Failed)]);
            Assert.Null(store.BestPoint(sweep));
            Assert.Null(store.Ranking(sweep).Best);
            Assert.Null(store.List().Single().BestPoint);
        }
    }

    [Fact]
    public void Equal_accuracies_have_equal_means_in_whatever_order_so_that_the_first_of_equals_is_the_first()
    {
        // The same examples, shared out among the replicates otherwise.
        var metric = new Metric("dev_accuracy", "maximize", 49);
        Gen.Int[0, 49].Array[1, 9].Sample(counts =>
        {
            var values = Array.ConvertAll(counts, c => c / 49.0);
            var together = new double[counts.Length];
            var left = counts.Sum();
            for (var i = 0; i < together.Length; i++, left -= Math.Min(left, 49)) together[i] = Math.Min(left, 49) / 49.0;
            return metric.Mean(values) == metric.Mean(together) && metric.Mean(values) == metric.Mean([.. values.Reverse()]);
        });
    }

    [Fact]
    public void Costs_that_differ_by_rounding_alone_are_equal()
    {
        var metric = new Metric("cost", "minimize", 0);
        Gen.Int[1, 5000].Select(n => n / 1000.0).Array[2, 9].Sample(values => metric.Mean(values) == metric.Mean([.. values.Order()]));
        // What is left here is what rounding left, so twelve digits of it do not hide the order.
        Assert.Equal(metric.Mean([0.1, 0.2, -0.3]), metric.Mean([-0.3, 0.2, 0.1]));
        Assert.Equal(double.PositiveInfinity, metric.Mean([1, double.PositiveInfinity]));
        Assert.Equal(double.NaN, metric.Mean([double.NegativeInfinity, double.PositiveInfinity]));
        Assert.Equal(double.NaN, metric.Mean([]));
    }

    [Fact]
    public void The_store_the_ranking_and_the_view_choose_the_same_point()
    {
        var value = Gen.Frequency(
            (6, Gen.Int[0, 7].Select(n => n / 7.0)),
            (1, Gen.Const(double.NaN)),
            (1, OneOf(double.PositiveInfinity, double.NegativeInfinity)));
        var result = Gen.Select(value, OneOf("finished", "finished", "finished", "diverged", "queued"));
        Gen.Select(OneOf("train_accuracy", "cost", "dev_accuracy"), Gen.Bool, result.Array[1, 12]).Sample(
            (metric, maximize, results) =>
            {
                using var sample = new Sample();
                using var store = SweepStore.Open(sample.Path);
                var goal = maximize ? "maximize" : "minimize";
                var sweep = store.FindOrCreate(
                    Sample.Sweep() with { MetricName = metric, MetricGoal = goal, Dataset = SevenExamples() }, Sample.Trials(results.Length)).Sweep;
                store.Commit(sweep, [], [.. results.Select((r, i) => Sample.Result(i + 1, state: r.Item2) with
                {
                    Metrics = new Dictionary<string, double> { [metric] = r.Item1 },
                }).Where(r => r.State != "queued")]);
                return store.Ranking(sweep).Best == store.BestPoint(sweep)?.Result;
            },
            iter: 60);
    }

    [Fact]
    public void A_ranking_is_the_same_in_whatever_order_trials_end()
    {
        var trials = Gen.Select(Gen.Int[1, 5], Gen.Int[0, 20]).Array[1, 30];
        Gen.Select(trials, Gen.Int).Sample((all, seed) =>
        {
            var (one, other) = (Ranking(all), Ranking(all));
            foreach (var (point, count) in all) one.Finish(point, count / 20.0);
            var shuffled = all.ToArray();
            new Random(seed).Shuffle(shuffled);
            foreach (var (point, count) in shuffled) other.Finish(point, count / 20.0);
            return one.Ranked.SequenceEqual(other.Ranked);
        });

        static PointRanking Ranking((int Point, int)[] all)
        {
            var ranking = new PointRanking(new Metric("dev_accuracy", "maximize", 20));
            foreach (var (point, _) in all) ranking.Plan(point);
            return ranking;
        }
    }

    [Fact]
    public void A_ranking_that_is_asked_between_trials_says_what_one_that_is_asked_at_the_end_does()
    {
        var ended = Gen.Select(Gen.Int[1, 4], Gen.Double[-1, 1], Gen.Bool);
        ended.Array[1, 30].Sample(all =>
        {
            var (asked, quiet) = (new PointRanking(new Metric("cost", "minimize", 0)), new PointRanking(new Metric("cost", "minimize", 0)));
            foreach (var (point, value, plansMore) in all)
            {
                foreach (var ranking in (PointRanking[])[asked, quiet])
                {
                    ranking.Plan(point);
                    if (plansMore) ranking.Plan(point);
                    ranking.Finish(point, value);
                }
                Assert.Equal(asked.Ranked.First(), asked.Best);
            }
            return asked.Ranked.SequenceEqual(quiet.Ranked);
        });
    }

    [Fact]
    public void A_replicates_seed_is_no_parameter_of_a_mean_and_a_points_own_is()
    {
        using var store = SweepStore.Open(_sample.Path);
        PlannedTrial Trial(int number, int point, int replicate, int seed) => new(
            number, point, null, replicate, seed, new Dictionary<string, string> { ["seed"] = seed.ToString(CultureInfo.InvariantCulture), ["lambda"] = "0.1" });
        var replicated = store.FindOrCreate(Sample.Sweep("replicated"), [Trial(1, 1, 1, 3), Trial(2, 1, 2, 4)]).Sweep;
        var seeds = store.FindOrCreate(Sample.Sweep("seeds"), [Trial(1, 1, 1, 3), Trial(2, 2, 1, 4)]).Sweep;
        foreach (var sweep in (SweepRecord[])[replicated, seeds]) store.Commit(sweep, [], [Sample.Result(2)]);
        foreach (var view in (string[])["SELECT DISTINCT parameters FROM replicate_summary", "SELECT parameters FROM best_point"])
        {
            using var rows = store.Query($"{view} ORDER BY sweep");
            Assert.Equal(["""{"lambda":0.1}""", """{"lambda":0.1,"seed":4}"""], rows.Rows().Select(r => r[0]));
        }
        Assert.Equal(["lambda"], store.BestPoint(replicated)!.Parameters.Keys);
        Assert.Equal(["lambda", "seed"], store.BestPoint(seeds)!.Parameters.Keys);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static StoredDataset SevenExamples() =>
        new("seven", "pitch", ["x"], [new StoredSplit("train", new double[7], new double[7]), new StoredSplit("dev", new double[7], new double[7])]);

    private static IEnumerable<TrialResult> Results(params double[] dev) => dev.Select((d, i) => Sample.Result(i + 1, d));
}
