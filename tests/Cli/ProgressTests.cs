using System.Globalization;
using Goalkeeper.Cli.Output;
using Goalkeeper.Cli.Progress;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Store;

namespace Goalkeeper.Tests.Cli;

public sealed class ProgressTests : IDisposable
{
    private readonly Sample _sample = new();
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly Clock _clock = new();

    public void Dispose()
    {
        _output.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public void A_file_gets_a_line_now_and_then_one_for_each_kind_of_failure_and_one_at_the_end()
    {
        var progress = new PlainProgress(_output, _clock, start => _output.WriteLine($"start {start.Sweep.Reference}"));
        progress.SweepStarted(Start(trials: 7));
        End(progress, 1, dev: 0.8);
        _clock.Advance(4);
        End(progress, 2, dev: 0.9);
        _clock.Advance(2);
        End(progress, 3, dev: 0.9);
        End(progress, 4, state: TrialState.Failed);
        End(progress, 5, state: TrialState.Diverged, dev: 0.99);
        End(progress, 6, state: TrialState.Failed);
        End(progress, 7, dev: 0.7);
        _clock.Advance(6);
        progress.OthersEnded(new Dictionary<string, long>());
        progress.SweepEnded();
        Assert.Equal(
            """
            start football#1
            3/7 trials, 42 %, best dev_accuracy 90.0 %, lambda 2, 6.0 s, 8.0 s left
            trial 4 failed: because
            7/7 trials, 100 %, 2 failed, 1 diverged, best dev_accuracy 90.0 %, lambda 2, in 0:12

            """,
            _output.ToString());
    }

    [Fact]
    public void What_other_processes_end_is_counted_and_the_best_is_said_to_be_of_this_one_until_the_end()
    {
        var progress = new PlainProgress(_output, _clock, _ => { });
        var start = Start(trials: 6);
        progress.SweepStarted(start);
        End(progress, 1, dev: 0.8);
        _clock.Advance(6);
        progress.OthersEnded(new Dictionary<string, long> { [TrialState.Finished] = 1, [TrialState.Failed] = 1 });
        progress.OthersEnded(new Dictionary<string, long> { [TrialState.Finished] = 1, [TrialState.Failed] = 1 });
        progress.OthersEnded(new Dictionary<string, long> { [TrialState.Finished] = 4, [TrialState.Failed] = 1 });
        progress.SweepEnded();
        Assert.Equal(
            """
            3/6 trials, 50 %, 1 failed, best here: dev_accuracy 80.0 %, lambda 1, 6.0 s, 6.0 s left
            6/6 trials, 100 %, 1 failed, in 6.0 s

            """,
            _output.ToString());
    }

    [Fact]
    public void A_resumed_sweep_counts_what_ended_before()
    {
        var progress = new PlainProgress(_output, _clock, _ => { });
        var start = Start(trials: 6);
        start.Points.Finish(2, 0.95);
        progress.SweepStarted(start with
        {
            Counts = new Dictionary<string, long> { [TrialState.Finished] = 3, [TrialState.Failed] = 1, [TrialState.Queued] = 2 },
            Best = new BestPoint(new PointResult(2, 1, 1, 0.95), [Earlier()]),
        });
        _clock.Advance(60);
        End(progress, 5, dev: 0.9);
        Assert.Equal("5/6 trials, 83 %, 1 failed, best dev_accuracy 95.0 %, lambda 0.7, 1:00, 1:00 left\n", _output.ToString());
    }

    [Fact]
    public void A_point_that_is_best_only_since_another_fell_is_not_taken_for_that()
    {
        var start = Start(trials: 2);
        start.Points.Plan(2);
        start.Points.Finish(1, 0.9);
        start.Points.Finish(2, 0.95);
        start.Points.Plan(1);
        start.Points.Finish(1, 0.9);
        var progress = new PlainProgress(_output, _clock, _ => { });
        progress.SweepStarted(start with
        {
            Counts = new Dictionary<string, long> { [TrialState.Finished] = 3, [TrialState.Queued] = 1 },
            Best = new BestPoint(new PointResult(2, 2, 1, 0.95), [Earlier()]),
        });
        progress.TrialStarted(Trial(2));
        progress.TrialEnded(Trial(2), Sample.Result(4, 0.5, TrialState.Finished));
        progress.SweepEnded();
        Expect.Has("best dev_accuracy 90.0\u00a0% (mean of 2), point 1, ", _output.ToString());
    }

    [Fact]
    public void A_sweep_in_which_everything_fails_does_not_fill_the_disk_with_lines()
    {
        var progress = new PlainProgress(_output, _clock, _ => { });
        progress.SweepStarted(Start(trials: 1000));
        for (var n = 1; n <= 1000; n++) End(progress, n, state: TrialState.Failed, reason: $"reason {n}");
        progress.SweepEnded();
        Assert.Equal(22, _output.ToString().TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void A_program_that_is_changed_while_its_sweep_runs_is_told_at_each_change()
    {
        var progress = new PlainProgress(_output, _clock, _ => { });
        progress.SweepStarted(Start(trials: 5));
        foreach (var (number, version) in ((long, string)[])[(1, "one"), (2, "one"), (4, "two"), (3, "one"), (5, "two")])
        {
            progress.TrialStarted(Trial(number));
            progress.TrialEnded(Trial(number), Sample.Result(number, 0.5, TrialState.Finished) with
            {
                Process = new ProcessRecord(0, null, null, null, new Dictionary<string, string> { ["/usr/bin/python3"] = "p", ["train.py"] = version }, null),
            });
        }
        Assert.Equal(
            "train.py was changed while the sweep runs: trial 4 is another program's result than those before. Ctrl-C stops; `goalkeeper run --new` starts afresh\n",
            _output.ToString());
    }

    [Fact]
    public void What_is_odd_about_a_program_is_said_once_and_after_the_first_trial_of_which_it_is()
    {
        var progress = new PlainProgress(_output, _clock, _ => { });
        var start = Start(trials: 4);
        progress.SweepStarted(start);
        using var terminal = new StringWriter(CultureInfo.InvariantCulture);
        using (var live = new LiveProgress(TerminalConsole.Create(terminal, false), _clock, _ => { }))
        {
            live.SweepStarted(start);
            foreach (var observer in (ISweepObserver[])[progress, live])
            {
                End(observer, 1);
                foreach (var n in (long[])[2, 3])
                {
                    observer.TrialStarted(Trial(n));
                    observer.TrialEnded(Trial(n), Sample.Result(n, 0.5, TrialState.Finished) with
                    {
                        Process = new ProcessRecord(0, null, 1, null, new Dictionary<string, string>(), "it reported no value of acc"),
                    });
                }
                End(observer, 4, state: TrialState.Failed);
                observer.SweepEnded();
            }
        }
        Assert.StartsWith("trial 2: it reported no value of acc\ntrial 4 failed: because\n4/4", _output.ToString(), StringComparison.Ordinal);
        Assert.Single(terminal.ToString().Split("trial 2: it reported no value of acc")[1..]);
        Expect.Has("trial 4 failed: because", terminal.ToString());
        Assert.DoesNotContain("trial 3", terminal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_terminal_gets_two_lines_with_a_bar(bool color)
    {
        using (var progress = new LiveProgress(TerminalConsole.Create(_output, color), _clock, _ => { }))
        {
            progress.SweepStarted(Start(trials: 4));
            End(progress, 1, dev: 0.8);
            End(progress, 2, state: TrialState.Failed);
            progress.TrialStarted(Trial(3));
        }
        var text = _output.ToString();
        Expect.Has("━", text);
        Expect.Has("2/4  50 %", text);
        Expect.Has("1 running", text);
        Expect.Has("best dev_accuracy 80.0 %, lambda 1", text);
        if (!color) Assert.DoesNotContain("\e[3", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.26, "1.3 s")]
    [InlineData(65, "1:05")]
    [InlineData(7265, "2:01:05")]
    [InlineData(360_000, "100:00:00")]
    public void Durations_are_short(double seconds, string expected) =>
        Assert.Equal(expected, Goalkeeper.Report.Text.DurationText.Of(TimeSpan.FromSeconds(seconds)));

    private SweepStart Start(int trials)
    {
        var (store, sweep) = Sample.Create(_sample.Path, trials);
        store.Dispose();
        return new SweepStart(sweep, false, new Dictionary<string, long> { [TrialState.Queued] = trials }, 0, 2, 0, null, [], Points(sweep, trials));
    }

    private static void End(ISweepObserver observer, long number, double dev = 0.5, string state = TrialState.Finished, string? reason = null)
    {
        observer.TrialStarted(Trial(number));
        var result = Sample.Result(number, dev, state);
        observer.TrialEnded(Trial(number), reason is null ? result : result with { Reason = reason });
    }

    [Fact]
    public void The_end_is_told_only_when_all_is_stored()
    {
        var progress = new PlainProgress(_output, _clock, _ => { });
        var start = Start(trials: 2);
        progress.SweepStarted(start);
        using var terminal = new StringWriter(CultureInfo.InvariantCulture);
        using (var live = new LiveProgress(TerminalConsole.Create(terminal, false), _clock, _ => { }))
        {
            live.SweepStarted(start);
            foreach (var observer in (ISweepObserver[])[progress, live])
                foreach (var n in (long[])[1, 2]) End(observer, n);
        }
        Assert.Equal("", _output.ToString());
        Expect.Has("2/2  99 %", terminal.ToString());
        Assert.DoesNotContain("100", terminal.ToString(), StringComparison.Ordinal);
    }

    private static PlannedTrial Trial(long number) => new(
        number, number, null, 1, 3, new Dictionary<string, string> { ["lambda"] = FormattableString.Invariant($"{number}") });

    private static TrialRecord Earlier() => new()
    {
        Id = 2,
        AttemptId = 2,
        Number = 2,
        Point = 2,
        Variant = null,
        Replicate = 1,
        Seed = 3,
        State = TrialState.Finished,
        Reason = null,
        StartedAt = null,
        DurationMs = null,
        Parameters = new Dictionary<string, object> { ["lambda"] = 0.7 },
        Metrics = new Dictionary<string, double>(),
    };

    private static PointRanking Points(SweepRecord sweep, int trials)
    {
        var points = new PointRanking(sweep.Metric);
        for (var point = 1; point <= trials; point++) points.Plan(point);
        return points;
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public void Advance(double seconds) => _now += (long)(seconds * TimestampFrequency);

        public override long GetTimestamp() => _now;
    }
}
