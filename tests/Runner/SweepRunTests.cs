using System.Collections.Concurrent;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Runner;

/// <summary>Sweeps of C# functions, as a program that uses the package runs them.</summary>
public sealed class SweepRunTests : IDisposable
{
    private readonly Session _session = new();

    private enum Optimizer
    {
        Sgd,
        Adam,
    }

    private SweepOptions Options => new() { Name = "s", Store = _session.Store, Workers = 3 };

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_function_is_called_once_for_each_point_and_seed_and_the_best_point_is_told()
    {
        var space = new Space();
        var lr = space.Add("lr", 0.1, 0.2, 0.3);
        var depth = space.Add("depth", 2, 4);
        var calls = new ConcurrentBag<string>();
        var sweep = Sweep.Run(
            space,
            (trial, stop) =>
            {
                calls.Add(FormattableString.Invariant($"{trial.Get(lr)} {trial.Get(depth)} {trial.Seed}"));
                trial.Report(1, ("loss", 9), ("accuracy", 0.5));
                trial.Report(2, ("loss", 8), ("accuracy", 0.75));
                return trial.Get(lr) * trial.Get(depth) + trial.Seed;
            },
            Options with { Replicates = 2 });
        Assert.Equal(
            ["0.1 2 1", "0.1 2 2", "0.1 4 1", "0.1 4 2", "0.2 2 1", "0.2 2 2", "0.2 4 1", "0.2 4 2", "0.3 2 1", "0.3 2 2", "0.3 4 1", "0.3 4 2"],
            calls.Order(StringComparer.Ordinal));
        Assert.Equal(("s#1", false, 12), (sweep.Name, sweep.IsStopped, sweep.Trials.Count));
        Assert.Equal((0.1, 2, "lr 0.1, depth 2"), (sweep.Best!.Get(lr), sweep.Best.Get(depth), sweep.Best.ToString()));
        Assert.Equal(1.7, sweep.BestMean, precision: 12);
        var last = sweep.Trials[^1];
        Assert.Equal((12L, 0.3, 4, 2, TrialState.Finished, null), (last.Number, last.Point.Get(lr), last.Point.Get(depth), last.Seed, last.State, last.Reason));
        Assert.Equal((3.2, 0.75), (Math.Round(last.Metrics["loss"], 12), last.Metrics["accuracy"]));
        Assert.Equal(["1|9", "2|8"], _session.Query("SELECT step, value FROM trial_trace WHERE trial = 12 AND metric = 'loss'"));
    }

    [Theory]
    [InlineData(SearchMethod.Random)]
    [InlineData(SearchMethod.Tpe)]
    [InlineData(SearchMethod.Gp)]
    public void A_search_over_ranges_is_the_same_for_any_number_of_workers_and_goes_on_with_a_larger_cap(SearchMethod method)
    {
        var options = Options with { Method = method, RunCap = 9, Parallelism = 2, Replicates = 2 };
        var one = Points(options with { Workers = 1 });
        Assert.Equal(18, one.Count);
        Assert.Equal(one, Points(options with { Workers = 4, Store = _session.File("four.db") }));
        Assert.Equal(one, Points(options with { RunCap = 12 }).Take(18));
        Assert.Equal(["1|24"], _session.Query("SELECT (SELECT count(*) FROM sweep), count(*) FROM trial"));

        static List<string> Points(SweepOptions options)
        {
            var space = new Space();
            var lr = space.AddLogUniform("lr", 1e-4, 0.1);
            var depth = space.AddWhole("depth", 1, 3);
            var kind = space.Add("kind", "a", "b");
            var momentum = space.AddUniform("momentum", 0, 0.99);
            space.OnlyWhen(momentum, kind, "b");
            space.Exclude(point => point.Get(depth) == 2);
            var sweep = Sweep.Run(space, (trial, stop) => trial.Get(lr) + trial.Get(depth) + (trial.Has(momentum) ? trial.Get(momentum) : 1) + trial.Seed, options);
            Assert.DoesNotContain(sweep.Trials, t => t.Point.Get(depth) == 2);
            Assert.All(sweep.Trials, t => Assert.Equal(t.Point.Get(kind) == "b", t.Point.Has(momentum)));
            return [.. sweep.Trials.Select(t => FormattableString.Invariant($"{t.Point} {t.Seed} {t.Metrics["loss"]:R}"))];
        }
    }

    [Theory]
    [InlineData(SearchMethod.Grid)]
    [InlineData(SearchMethod.Tpe)]
    public void Trials_that_go_nowhere_are_ended_the_same_ones_for_any_number_of_workers(SearchMethod method)
    {
        var options = Options with { EarlyStopping = EarlyStopping.Hyperband(2, eta: 2), Method = method, RunCap = method == SearchMethod.Grid ? null : 10, Parallelism = 2 };
        var one = Trials(options with { Workers = 1 });
        Assert.Contains(one, t => t.StartsWith("pruned loss was ", StringComparison.Ordinal) && t.Contains("the threshold of hyperband at 2 from", StringComparison.Ordinal));
        Assert.Contains(one, t => t.StartsWith("finished", StringComparison.Ordinal));
        Assert.Equal(one, Trials(options with { Workers = 5, Store = _session.File("five.db") }));
        Assert.Matches("^s#1: 10 points proposed the same with [1-9] pruned trials?, 0 otherwise\n$", _session.Succeed("verify", "s"));
        Expect.Has("hyperband, min_iter 2, eta 2, strict true", _session.Succeed("show", "s"));

        // Another rule is another sweep, the same one is not.
        Assert.Equal("s#1", Sweep.Run(Space(out _), (_, _) => 1, options).Name);
        Assert.Equal("s#2", Sweep.Run(Space(out _), (_, _) => 1, options with { EarlyStopping = EarlyStopping.Median() }).Name);
        Assert.Equal(EarlyStopping.Median(), EarlyStopping.Median());

        static List<string> Trials(SweepOptions options)
        {
            var space = Space(out var x);
            var sweep = Sweep.Run(
                space,
                (trial, stop) =>
                {
                    for (var step = 1; step <= 4; step++)
                    {
                        if (!trial.Report(step, ("loss", trial.Get(x) / step))) return double.NaN;
                    }
                    return trial.Get(x) / 4.0;
                },
                options);
            return [.. sweep.Trials.Select(t => FormattableString.Invariant($"{t.State} {t.Reason} {t.Point} {t.Metrics["loss"]:R}"))];
        }

        static Space Space(out Parameter<int> x)
        {
            var space = new Space();
            x = space.Add("x", 5, 9, 1, 7, 3, 8, 2, 10, 4, 6);
            return space;
        }
    }

    [Fact]
    public void A_search_starts_from_an_earlier_sweep_of_the_store()
    {
        var options = Options with { Name = "old", Method = SearchMethod.Random, RunCap = 4 };
        var old = Run(options);
        var search = Options with { Method = SearchMethod.Tpe, RunCap = 2, StartFrom = "old" };
        Assert.Empty(old.Intersect(Run(search)));
        Expect.Has("old#1, 4 points", _session.Succeed("show", "s"));
        Assert.Equal(2, Run(search).Count);
        Assert.Equal(["1"], _session.Query("SELECT count(*) FROM sweep WHERE name = 's'"));
        Expect.Has("the program: start_from: There is no sweep older", Assert.ThrowsAny<UserErrorException>(() => Run(search with { StartFrom = "older" })).Message);
        Expect.Has("The option StartFrom is `a/b`; expected a sweep of the store", Assert.Throws<ArgumentException>(() => Run(search with { StartFrom = "a/b" })).Message);
        Expect.Has("StartFrom is `old`; expected none with SearchMethod.Grid", Assert.Throws<ArgumentException>(() => Run(Options with { StartFrom = "old" })).Message);

        static List<string> Run(SweepOptions options)
        {
            var space = new Space();
            var (x, y) = (space.Add("x", 1, 2, 3), space.Add("y", "a", "b"));
            return [.. Sweep.Run(space, (trial, stop) => trial.Get(x), options).Trials.Select(t => t.Point.ToString())];
        }
    }

    [Fact]
    public void What_only_the_program_leaves_out_is_not_proposed_again()
    {
        var space = new Space();
        var x = space.AddWhole("x", 1, 9);
        space.Exclude(point => point.Get(x) % 2 == 0);
        var options = Options with { Method = SearchMethod.Tpe, RunCap = 5, EarlyStopping = EarlyStopping.Fixed(1, 0.5) };
        Sweep.Run(space, (trial, stop) => trial.Get(x), options);
        Assert.Equal("s#1: 5 points not proposed again, since the program itself excludes some, with 0 pruned trials, 0 otherwise\n", _session.Succeed("verify", "s"));
    }

    [Fact]
    public void A_rule_that_ends_no_trial_is_refused()
    {
        Wrong("min_iter of hyperband is 0; expected a step, a whole number from 1 to 10^15.", () => EarlyStopping.Hyperband(0));
        Wrong("eta of hyperband is 1; expected a number from 1.001 to 10^15.", () => EarlyStopping.Hyperband(1, eta: 1));
        Wrong("eta of hyperband is NaN", () => EarlyStopping.Hyperband(1, eta: double.NaN));
        Wrong("max_iter / eta is below 1", () => EarlyStopping.HyperbandBefore(2, s: 3));
        Wrong("s of hyperband is 0", () => EarlyStopping.HyperbandBefore(9, s: 0));
        Wrong("keep of fixed is 1; expected a share such as 0.25.", () => EarlyStopping.Fixed(1, 1));
        Wrong("n_startup_trials of median is -1", () => EarlyStopping.Median(startupTrials: -1));

        static void Wrong(string message, Action make) => Expect.Has(message, Assert.Throws<ArgumentException>(make).Message);
    }

    [Fact]
    public void What_is_no_range_or_no_search_is_refused()
    {
        var space = new Space();
        var x = space.AddUniform("x", 0, 1);
        Expect.Has("y goes from 1 to 1; expected a larger max", Assert.Throws<ArgumentException>(() => space.AddUniform("y", 1, 1)).Message);
        Expect.Has("y goes from 0 to NaN", Assert.Throws<ArgumentException>(() => space.AddUniform("y", 0, double.NaN)).Message);
        Expect.Has("y begins at 0, which has no logarithm", Assert.Throws<ArgumentException>(() => space.AddLogUniform("y", 0, 1)).Message);
        Expect.Has("y goes from 3 to 2", Assert.Throws<ArgumentException>(() => space.AddWhole("y", 3, 2)).Message);
        Expect.Has("would be one column", Assert.Throws<ArgumentException>(() => space.AddWhole("X", 1, 2)).Message);
        var y = space.Add("y", 1, 2);
        Expect.Has("x has a range, whose values cannot go with others", Assert.Throws<ArgumentException>(() => space.Zip(x, y)).Message);
        Expect.Has("x has a range; expected a parameter with values", Assert.Throws<ArgumentException>(() => space.OnlyWhen(y, x, 0.5)).Message);
        Expect.Has("x has a range, and a grid needs values", Run(Options));
        Expect.Has("RunCap is `not set`; expected the number of points that Tpe tries, such as 50", Run(Options with { Method = SearchMethod.Tpe }));
        Expect.Has("RunCap is `3`; expected none with SearchMethod.Grid", Run(Options with { RunCap = 3 }));
        Expect.Has("Parallelism is `0`", Run(Options with { Method = SearchMethod.Tpe, RunCap = 3, Parallelism = 0 }));
        Assert.False(File.Exists(_session.Store));

        string Run(SweepOptions options) => Assert.Throws<ArgumentException>(() => Sweep.Run(space, (trial, stop) => 1, options)).Message;
    }

    [Fact]
    public void A_stopped_sweep_is_carried_on_by_the_same_call_and_nothing_runs_twice()
    {
        var (space, calls) = (new Space(), new ConcurrentBag<long>());
        var x = space.Add("x", Enumerable.Range(1, 20).ToArray());
        using var stop = new CancellationTokenSource();
        var first = Sweep.Run(space, Call, Options with { Workers = 1 }, stop.Token);
        Assert.True(first.IsStopped);
        Assert.Equal(5, first.Trials.Count(t => t.State == TrialState.Finished));
        var second = Sweep.Run(space, Call, Options);
        Assert.False(second.IsStopped);
        Assert.Equal("s#1", second.Name);
        Assert.All(second.Trials, t => Assert.Equal(TrialState.Finished, t.State));
        Assert.Equal([.. Enumerable.Range(1, 20).Select(n => (long)n)], calls.Order());
        Assert.Equal(second.BestMean, Sweep.Run(space, Call, Options).BestMean);
        Assert.Equal(20, calls.Count);

        double Call(Trial trial, CancellationToken cancellation)
        {
            if (calls.Count == 5) stop.Cancel();
            cancellation.ThrowIfCancellationRequested();
            calls.Add(trial.Number);
            return trial.Get(x);
        }
    }

    [Theory]
    [InlineData(SearchMethod.Tpe)]
    [InlineData(SearchMethod.Gp)]
    public void A_search_that_is_stopped_at_any_moment_proposes_what_it_would_have_and_runs_nothing_twice(SearchMethod method)
    {
        const string proposals = "SELECT point, seen, rungs FROM proposal ORDER BY 1";
        var space = new Space();
        var (x, y) = (space.AddUniform("x", 0, 9), space.AddWhole("y", 1, 6));
        space.Exclude(point => point.Get(y) == 4);
        var options = Options with { Method = method, RunCap = 16, Parallelism = 3, EarlyStopping = EarlyStopping.Median(startupTrials: 2) };
        var left = int.MaxValue;
        using var undisturbed = new Session();
        var expected = Told(Sweep.Run(space, (trial, cancellation) => Call(trial, cancellation), options with { Workers = 1, Store = undisturbed.Store }));
        SweepResult sweep;
        var runs = 0;
        do
        {
            // At another step each time, while others are under way or wait; none may end before the next points are stored.
            using var stop = new CancellationTokenSource();
            left = 4 + runs % 5;
            sweep = Sweep.Run(space, (trial, cancellation) => Call(trial, cancellation, stop), options with { Workers = 1 + runs++ % 4 }, stop.Token);
        }
        while (sweep.IsStopped);
        Assert.True(runs > 3);
        Assert.Equal(expected, Told(sweep));
        Assert.Equal(undisturbed.Query(proposals), _session.Query(proposals));
        Expect.Has("0 otherwise", _session.Succeed("verify", "s"));
        Assert.Equal(["16|0"], _session.Query("SELECT sum(state IN ('finished', 'pruned')), sum(state NOT IN ('finished', 'pruned', 'stopped')) FROM attempt"));

        static IEnumerable<string> Told(SweepResult sweep) => sweep.Trials.Select(t => $"{t.Number} {t.Point} {t.State} {t.Reason} {t.Metrics["loss"]:R}");

        double Call(Trial trial, CancellationToken cancellation, CancellationTokenSource? stop = null)
        {
            for (var step = 1; step <= 3; step++)
            {
                if (Interlocked.Decrement(ref left) == 0) stop?.Cancel();
                cancellation.ThrowIfCancellationRequested();
                if (!trial.Report(step, ("loss", Math.Pow(trial.Get(x) - 3, 2) + trial.Get(y) / step))) break;
            }
            return Math.Pow(trial.Get(x) - 3, 2) + trial.Get(y);
        }
    }

    [Fact]
    public void What_a_function_returns_after_it_was_asked_to_stop_is_no_result()
    {
        using var stop = new CancellationTokenSource();
        var sweep = Sweep.Run(
            new Space(),
            (trial, cancellation) =>
            {
                stop.Cancel();
                return 7;
            },
            Options,
            stop.Token);
        Assert.Equal((true, null, TrialState.Queued), (sweep.IsStopped, sweep.Best, sweep.Trials.Single().State));
        Assert.True(double.IsNaN(sweep.BestMean));
        Assert.Equal(7, Sweep.Run(new Space(), (trial, cancellation) => 7, Options).BestMean);
    }

    [Fact]
    public void Reporting_ends_a_function_that_never_looks_whether_to_stop()
    {
        using var stop = new CancellationTokenSource();
        var sweep = Sweep.Run(
            new Space(),
            (trial, cancellation) =>
            {
                for (var step = 0; ; step++)
                {
                    trial.Report(step, ("loss", 1));
                    if (step == 3) stop.Cancel();
                }
            },
            Options,
            stop.Token);
        Assert.True(sweep.IsStopped);
    }

    [Fact]
    public void Goalkeeper_stop_ends_a_sweep_of_a_function_too()
    {
        var sweep = Sweep.Run(
            new Space(),
            (trial, cancellation) =>
            {
                _session.Run("stop", "s");
                Assert.True(cancellation.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
                cancellation.ThrowIfCancellationRequested();
                return 1;
            },
            Options);
        Assert.True(sweep.IsStopped);
    }

    [Fact]
    public void A_function_that_throws_is_a_failed_trial_and_its_stack_is_in_the_log()
    {
        var space = new Space();
        var x = space.Add("x", 1, 2, 3);
        var sweep = Sweep.Run(space, Call, Options);
        Assert.Equal([null, "ArithmeticException: too hot", "OperationCanceledException: timed out"], sweep.Trials.Select(t => t.Reason));
        Assert.Equal([TrialState.Finished, TrialState.Failed, TrialState.Failed], sweep.Trials.Select(t => t.State));
        Assert.Equal(0.5, sweep.Trials[1].Metrics["heat"]);
        Assert.Equal(["0.5"], _session.Query("SELECT value FROM trial_trace WHERE trial = 2"));
        Expect.Has(nameof(A_function_that_throws_is_a_failed_trial_and_its_stack_is_in_the_log), _session.Succeed("logs", "s/2"));
        Expect.Has("s#1/1 has no log: of a function only what it throws is kept, and it threw nothing", _session.Fail(2, "logs", "s/1"));

        double Call(Trial trial, CancellationToken stop)
        {
            trial.Report(1, ("heat", 0.5));
            return trial.Get(x) switch
            {
                2 => throw new ArithmeticException("too hot"),
                3 => throw new OperationCanceledException("timed out"),
                _ => 1,
            };
        }
    }

    [Fact]
    public void A_function_that_throws_is_called_again_as_often_as_the_options_say()
    {
        var attempts = new ConcurrentBag<int>();
        var sweep = Sweep.Run(
            new Space(),
            (trial, stop) =>
            {
                attempts.Add(trial.Attempt);
                return trial.Attempt < 3 ? throw new IOException("not yet") : 1;
            },
            Options with { Retries = 2 });
        Assert.Equal([1, 2, 3], attempts.Order());
        Assert.Equal(TrialState.Finished, sweep.Trials.Single().State);
    }

    [Fact]
    public void A_function_that_returns_no_finite_number_has_diverged()
    {
        var space = new Space();
        var x = space.Add("x", 0, 1, 2);
        var sweep = Sweep.Run(space, (trial, stop) => trial.Get(x) switch { 0 => 1, 1 => double.NaN, _ => double.NegativeInfinity }, Options);
        Assert.Equal([null, "loss is NaN", "loss is infinite"], sweep.Trials.Select(t => t.Reason));
        Assert.Equal([TrialState.Finished, TrialState.Diverged, TrialState.Diverged], sweep.Trials.Select(t => t.State));
        Assert.Equal((0, 1.0), (sweep.Best!.Get(x), sweep.BestMean));
    }

    [Fact]
    public async Task A_function_may_be_asynchronous()
    {
        var space = new Space();
        var x = space.Add("x", 1, 2);
        var sweep = await Task.Run(() => Sweep.Run(
            space,
            async (trial, stop) =>
            {
                await Task.Yield();
                trial.Report(1, ("loss", 0));
                return trial.Get(x);
            },
            Options with { Goal = Goal.Maximize }));
        Assert.Equal((2, 2.0), (sweep.Best!.Get(x), sweep.BestMean));
    }

    [Fact]
    public void Values_are_given_to_the_function_as_its_program_wrote_them()
    {
        var space = new Space();
        var floats = space.Add("floats", 0.1f, float.Epsilon, 3e38f);
        var decimals = space.Add("decimals", 0.30m, -0.0m);
        var doubles = space.Add("doubles", 1e20, -0.0, 0.1 + 0.2);
        var wholes = space.Add("wholes", 1L << 53, -7);
        var texts = space.Add("texts", "λ \"two\"", "", "0.10");
        var flags = space.Add("flags", true, false);
        var words = space.Add("words", Optimizer.Sgd, Optimizer.Adam);
        var lists = space.Add<int[]>("lists", [20, 3], []);
        var mixed = space.Add<string[]>("mixed", ["a", "1"], ["a"]);
        foreach (var parameters in (Parameter[][])[[floats, doubles, texts], [decimals, wholes, flags, words, lists, mixed]]) space.Zip(parameters);
        var seen = new ConcurrentDictionary<long, object[]>();
        Sweep.Run(
            space,
            (trial, stop) =>
            {
                seen[trial.Number] =
                [
                    trial.Get(floats), trial.Get(decimals), trial.Get(doubles), trial.Get(wholes), trial.Get(texts), trial.Get(flags), trial.Get(words),
                    string.Join(',', trial.Get(lists)), string.Join(',', trial.Get(mixed)),
                ];
                return 0;
            },
            Options);
        Assert.Equal([0.1f, 0.30m, 1e20, 1L << 53, "λ \"two\"", true, Optimizer.Sgd, "20,3", "a,1"], seen[1]);
        Assert.Equal([3e38f, -0.0m, 0.1 + 0.2, -7L, "0.10", false, Optimizer.Adam, "", "a"], seen[6]);
        Assert.Equal(
            ["decimals|0.3", "doubles|1E+20", "flags|true", "floats|0.1", "lists|[20,3]", "mixed|[\"a\",\"1\"]", "texts|λ \"two\"", "wholes|9007199254740992", "words|Sgd"],
            _session.Query("SELECT p.name, p.value FROM parameter p WHERE p.trial_id = 1 ORDER BY 1"));
    }

    [Fact]
    public void Parameters_go_together_exist_sometimes_and_points_are_left_out()
    {
        var space = new Space();
        var optimizer = space.Add("optimizer", Optimizer.Sgd, Optimizer.Adam);
        var momentum = space.Add("momentum", 0.5, 0.9);
        var width = space.Add("width", 8, 16, 32);
        var batch = space.Add("batch", 64, 32, 16);
        space.OnlyWhen(momentum, optimizer, Optimizer.Sgd);
        space.Zip(width, batch);
        space.Exclude(point => point.Has(momentum) && point.Get(momentum) > 0.8 && point.Get(width) == 32);
        var sweep = Sweep.Run(space, (trial, stop) => trial.Has(momentum) ? trial.Get(momentum) : 1, Options);
        Assert.Equal(
            [
                "optimizer Sgd, momentum 0.5, width 8, batch 64",
                "optimizer Sgd, momentum 0.5, width 16, batch 32",
                "optimizer Sgd, momentum 0.5, width 32, batch 16",
                "optimizer Sgd, momentum 0.9, width 8, batch 64",
                "optimizer Sgd, momentum 0.9, width 16, batch 32",
                "optimizer Adam, width 8, batch 64",
                "optimizer Adam, width 16, batch 32",
                "optimizer Adam, width 32, batch 16",
            ],
            sweep.Trials.Select(t => t.Point.ToString()));
        var error = Assert.Throws<InvalidOperationException>(() => sweep.Trials[^1].Point.Get(momentum));
        Assert.Equal("momentum does not exist at the point optimizer Adam, width 32, batch 16.", error.Message);
        space.Exclude(_ => true);
        Assert.Equal(
            "Exclude leaves nothing to run: it is true of every point.",
            Assert.Throws<InvalidOperationException>(() => Sweep.Run(space, (trial, stop) => 0, Options)).Message);
    }

    [Fact]
    public void A_sweep_is_its_name_space_version_metric_and_replicates_and_nothing_else()
    {
        Assert.Equal("s#1", Name(Options));
        Assert.Equal("s#1", Name(Options with { Workers = 1, Retries = 3 }));
        Assert.Equal("s#2", Name(Options with { Version = "2" }));
        Assert.Equal("s#3", Name(Options with { Replicates = 2 }));
        Assert.Equal("s#4", Name(Options with { Goal = Goal.Maximize }));
        Assert.Equal("s#5", Name(Options with { Metric = "cost" }));
        Assert.Equal("s#6", Name(Options, 1, 3));
        Assert.Equal("other#1", Name(Options with { Name = "other" }));
        Assert.Equal("s#1", Name(Options, 2, 1));
        // Frozen: one that moves makes every stored sweep of a function start anew.
        Assert.Equal(
            ["60a19087e29529a0", "7283053d24f72d7b"],
            _session.Query("SELECT substr(plan_hash, 1, 16) FROM sweep WHERE name = 's' ORDER BY number").Take(2));

        static string Name(SweepOptions options, params int[] values)
        {
            var space = new Space();
            space.Add("x", values is [] ? [1, 2] : values);
            return Sweep.Run(space, (trial, stop) => 1, options).Name;
        }
    }

    [Fact]
    public void What_cannot_be_a_space_is_an_error_where_the_program_builds_it()
    {
        var space = new Space();
        var x = space.Add("x", 1, 2);
        var y = space.Add("y", 1, 2, 3);
        var foreign = new Space().Add("x", 1, 2);
        Wrong("`seed` is what Goalkeeper tells", () => space.Add("seed", 1));
        Wrong("a parameter is called by letters, digits, _, - and .", () => space.Add("", 1));
        Wrong("a parameter is called by", () => space.Add("a b", 1));
        Wrong("`X` and `x` would be one column of a table", () => space.Add("X", 1));
        Wrong("z has no values", () => space.Add<int>("z"));
        Wrong("z has the value 0.1 twice", () => space.Add("z", 0.1, 0.2, 0.1));
        Wrong("z has the value NaN; expected finite numbers", () => space.Add("z", double.NaN));
        Wrong("expected finite numbers", () => space.Add("z", float.PositiveInfinity));
        Wrong("expected finite numbers", () => space.Add("z", (1L << 53) + 1));
        Wrong("texts that do not begin with [", () => space.Add("z", "[1]"));
        Wrong("expected finite numbers", () => space.Add("z", new object()));
        Wrong("expected finite numbers", () => space.Add<object>("z", (object)null!));
        Wrong("x has 2 values, and y 3", () => space.Zip(x, y));
        Wrong("at least two", () => space.Zip(x));
        Wrong("at least two", () => space.Zip(x, x));
        Wrong("x is a parameter of another space", () => space.Zip(x, foreign));
        Wrong("x depends on y; expected it to be added after it", () => space.OnlyWhen(x, y, 1));
        Wrong("y has no value 7", () => space.OnlyWhen(space.Add("w", 1), y, 7));
        Wrong("y would never exist", () => space.OnlyWhen(y, x));
        space.OnlyWhen(y, x, 2);
        Wrong("y has a condition already", () => space.OnlyWhen(y, x, 1));

        static void Wrong(string message, Action build) => Expect.Has(message, Assert.ThrowsAny<ArgumentException>(build).Message);
    }

    [Fact]
    public void An_option_that_is_none_is_an_error_before_anything_is_stored()
    {
        Wrong("The option Name is `a/b`; expected at most 100 letters", Options with { Name = "a/b" });
        Wrong("The option Name", Options with { Name = new string('a', 101) });
        Wrong("The option Metric is ``; expected a line of text.", Options with { Metric = "" });
        Wrong("The option Goal is `7`", Options with { Goal = (Goal)7 });
        Wrong("The option Replicates is `0`; expected 1 or more.", Options with { Replicates = 0 });
        Wrong("The option Retries is `-1`", Options with { Retries = -1 });
        Wrong("The option Workers is `0`", Options with { Workers = 0 });
        Assert.Throws<UserErrorException>(() => Sweep.Run(new Space(), (trial, stop) => 1, Options with { Store = ":memory:" }));
        Assert.False(File.Exists(_session.Store));

        static void Wrong(string message, SweepOptions options) =>
            Expect.Has(message, Assert.Throws<ArgumentException>(() => Sweep.Run(new Space(), (trial, stop) => 1, options)).Message);
    }

    [Fact]
    public void What_a_trial_reports_wrongly_fails_it_with_a_sentence()
    {
        var space = new Space();
        var what = space.Add("what", "step", "name");
        var sweep = Sweep.Run(
            space,
            (trial, stop) =>
            {
                trial.Report(trial.Get(what) == "step" ? -1 : 0, ("a\nb", 1));
                return 1;
            },
            Options);
        Expect.Has("step ('-1') must be a non-negative value", sweep.Trials[0].Reason!);
        Expect.Has("is no metric's name", sweep.Trials[1].Reason!);
    }

    [Fact]
    public void The_folder_of_a_trial_is_its_own_and_is_there()
    {
        var space = new Space();
        space.Add("x", 1, 2);
        Sweep.Run(
            space,
            (trial, stop) =>
            {
                File.WriteAllText(Path.Combine(trial.Folder, "weights.txt"), FormattableString.Invariant($"{trial.Number}"));
                return 1;
            },
            Options);
        using var store = SweepStore.OpenReadOnly(_session.Store);
        var sweep = store.Find(new SweepReference("s"));
        Assert.Equal(["1", "2"], ((long[])[1, 2]).Select(trial => File.ReadAllText(Path.Combine(store.Folder(sweep, trial, 1), "weights.txt"))));
    }

    [Fact]
    public void The_command_line_shows_a_sweep_of_a_function_and_says_what_only_its_program_can_do()
    {
        var (space, isBroken) = (new Space(), true);
        var x = space.Add("x", 1, 2);
        Sweep.Run(space, Call, Options with { Replicates = 2 });
        Expect.Has("2 failed", _session.Succeed("list"));
        Expect.Has("x [1,2]", _session.Succeed("show", "s"));
        Expect.Has("ArithmeticException: too hot", _session.Succeed("show", "s/3"));
        Expect.Has("failed", _session.Succeed("trials", "s"));
        var table = _session.Succeed("report", "s", "--out", _session.File("report"));
        Expect.Has("Chosen by loss (lowest mean)", table);
        Assert.DoesNotContain("yaml", File.ReadAllText(_session.File("report/s/report.md")), StringComparison.Ordinal);
        const string own = "the trials of s#1 are calls of a C# function";
        Expect.Has($"{own}, which only its own program has; start that program again: it runs what is left", _session.Fail(2, "work", "s"));
        Expect.Has($"{own}, which only its own program has", _session.Fail(2, "retry", "s"));
        Expect.Has($"{own}, whose numbers are its own; expected a sweep of networks", _session.Fail(2, "verify", "s"));
        Expect.Has("2 trials are queued again", _session.Run("retry", "s", "--no-run").Error);
        isBroken = false;
        Assert.All(Sweep.Run(space, Call, Options with { Replicates = 2 }).Trials, t => Assert.Equal(TrialState.Finished, t.State));

        double Call(Trial trial, CancellationToken stop) => isBroken && trial.Get(x) == 2 ? throw new ArithmeticException("too hot") : trial.Get(x);
    }
}
