using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Goalkeeper.Tests.Store;
using Goalkeeper.Training;
using SQLitePCL;

namespace Goalkeeper.Tests.Cli;

/// <summary><c>run --extend</c>: a sweep gains values and replicates, and nothing that is there runs again.</summary>
public sealed class ExtendTests : IDisposable
{
    private static readonly string Values = Session.Small.Replace("[0, 0.7]", "[0.3, 0, 1, 0.7]", StringComparison.Ordinal);
    private static readonly string Replicates = Session.Small.Replace("replicates: 2", "replicates: 3", StringComparison.Ordinal);
    private static readonly string Both = Values.Replace("replicates: 2", "replicates: 3", StringComparison.Ordinal);

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    public static TheoryData<string, int> Extensions => new() { { Values, 8 }, { Replicates, 6 }, { Both, 12 } };

    [Theory]
    [MemberData(nameof(Extensions))]
    public void New_trials_are_numbered_after_those_that_are_there_and_all_are_the_same_bits_as_in_a_sweep_planned_whole(string file, int trials)
    {
        Run(Session.Small);
        var before = Attempts();
        var printed = Extend(file);
        Assert.Equal(0, printed.ExitCode);
        Expect.Start(FormattableString.Invariant(
            $"small#1: extended by {trials - 4} trials\nsmall#1: resumed, {trials - 4} of {trials} trials left to run"), printed.Error);
        Assert.Equal(before, Attempts().Take(4));
        Assert.Equal(Enumerable.Range(1, trials).Select(n => $"{n}|1|finished"), _session.Query("SELECT t.number, count(*), t.state FROM trial t JOIN attempt a ON a.trial_id = t.id GROUP BY 1"));
        Assert.Equal([$"extend|trials 5 to {trials}"], _session.Query("SELECT kind, detail FROM event"));

        using var whole = new Session();
        whole.Succeed("run", whole.Write(file), "--no-report");
        Assert.Equal(Results(whole), Results(_session));
        Assert.Equal(whole.Query("SELECT plan, plan_hash, experiment_text, metric_examples FROM sweep"), _session.Query("SELECT plan, plan_hash, experiment_text, metric_examples FROM sweep"));
    }

    [Fact]
    public void It_is_verified_shown_and_reported_as_any_sweep()
    {
        Run(Session.Small);
        Extend(Both);
        Expect.Has("trial 12: identical", _session.Succeed("verify", "small"));
        Expect.Has("12: 12 finished", _session.Succeed("show", "small"));
        Assert.Equal(
            ["0.0|1|1 2 8", "0.3|3|5 6 7", "0.7|2|3 4 12", "1.0|4|9 10 11"],
            _session.Query(
                """
                SELECT printf('%.1f', p.value), t.point, group_concat(t.number, ' ')
                FROM trial t
                JOIN parameter p ON p.trial_id = t.id AND p.name = 'lambda'
                GROUP BY 1
                """));
        Assert.Equal(["1|3", "2|3", "3|3", "4|3"], _session.Query("SELECT point, count(*) FROM trial GROUP BY 1"));
        var table = _session.Succeed("report", "small");
        Assert.All(["\n0 ", "\n0.3 ", "\n0.7 ", "\n1 "], row => Expect.Has(row, table));
    }

    [Fact]
    public void Every_file_that_it_has_had_finds_it_and_an_earlier_one_takes_nothing_back()
    {
        Run(Session.Small);
        Extend(Replicates);
        Extend(Both);
        var stored = _session.Query("SELECT plan, plan_hash, experiment_text, command FROM sweep");
        foreach (var file in (string[])[Session.Small, Replicates, Both])
            Expect.Has("small#1: 12 trials, all have ended; nothing is left to run", _session.Run("run", _session.Write(file), "--no-report").Error);
        Assert.Equal(stored, _session.Query("SELECT plan, plan_hash, experiment_text, command FROM sweep"));
        Assert.Equal(["3"], _session.Query("SELECT count(*) FROM sweep_plan"));
        Assert.Equal(["trials 5 to 6", "trials 7 to 12"], _session.Query("SELECT detail FROM event ORDER BY id"));
    }

    [Fact]
    public void Where_there_is_nothing_to_add_that_is_said_and_the_run_goes_on()
    {
        Run(Session.Small);
        var printed = Extend(Session.Small);
        Assert.Equal(0, printed.ExitCode);
        Expect.Start("nothing to extend: small#1 has all trials of this plan\nsmall#1: 4 trials, all have ended; ", printed.Error);
        Assert.Empty(_session.Query("SELECT kind FROM event"));
    }

    [Fact]
    public void A_run_that_could_have_extended_a_sweep_says_so()
    {
        Run(Session.Small);
        Assert.Equal("4 of the 6 trials are in small#1 already; `run --extend` would add only the others to it\n", _session.Run("plan", _session.Write(Replicates)).Error);
        Expect.Start(
            "4 of the 6 trials are in small#1 already; `run --extend` would add only the others to it\nsmall#2 is a new sweep, since the plan differs from small#1:\n",
            _session.Run("run", _session.Write(Replicates), "--no-report").Error);
        Assert.Empty(_session.Run("plan", _session.Write(Replicates)).Error);
        File.WriteAllText(_session.Store, "no store");
        Assert.Empty(_session.Run("plan", _session.Write(Replicates)).Error);
    }

    [Fact]
    public void The_newest_sweep_that_it_adds_to_is_extended_whatever_others_of_its_name_there_are()
    {
        Run(Session.Small);
        Run(Session.Small.Replace("iterations: 40", "iterations: 30", StringComparison.Ordinal));
        Expect.Start("small#1: extended by 2 trials\n", Extend(Replicates).Error);
        Assert.Equal(["1|6", "2|4"], _session.Query("SELECT sweep_id, count(*) FROM trial GROUP BY 1"));
    }

    [Fact]
    public void One_replicate_gains_others_and_its_seed_stays()
    {
        Run(Session.Small.Replace("replicates: 2", "", StringComparison.Ordinal));
        Expect.Start("small#1: extended by 4 trials\n", Extend(Replicates).Error);
        using var whole = new Session();
        whole.Succeed("run", whole.Write(Replicates), "--no-report");
        Assert.Equal(Results(whole), Results(_session));
        _session.Succeed("verify", "small");
        _session.Succeed("report", "small");
    }

    [Theory]
    [InlineData("2 of the 4 trials of small#1 are not in it, trial 3 first (parameters.lambda: [0,0.7] → [0,0.3,1]; ", "[0, 0.7]", "[0, 0.3, 1]")]
    [InlineData("2 of the 4 trials of small#1 are not in it, trial 2 first (parameters.lambda: [0,0.7] → [0,0.3,0.7,1]; replicates: 2 → 1)", "[0, 0.7] }\nreplicates: 2", "[0, 0.3, 0.7, 1] }")]
    [InlineData("it changes more than what small#1 lacks (training.iterations: 40 → 50; ", "40, record_every: 10 }\nparameters: { lambda: [0, 0.7] }", "50, record_every: 10 }\nparameters: { lambda: [0, 0.7, 1] }")]
    [InlineData("it changes more than what small#1 lacks (dataset: pitch → circles; ", "pitch\nnetwork: { hidden: [3] }\ntraining: { learning_rate: 0.3, iterations: 40, record_every: 10 }\nparameters: { lambda: [0, 0.7] }", "circles\nnetwork: { hidden: [3] }\ntraining: { learning_rate: 0.3, iterations: 40, record_every: 10 }\nparameters: { lambda: [0, 0.7, 1] }")]
    [InlineData("it varies keep_prob, and small#1 does not (training.keep_prob: 1 → none; parameters.keep_prob: none → [1,0.9]; ", "[0, 0.7]", "[0, 0.7], keep_prob: [1, 0.9]")]
    [InlineData("it varies keep_prob, and small#1 does not (training.", "lambda: [0, 0.7]", "keep_prob: [1, 0.9, 0.8]")]
    [InlineData("there is no sweep other to extend; without --extend, run makes one", "name: small", "name: other")]
    public void What_is_no_extension_is_refused_with_its_reason_and_changes_nothing(string sentence, string text, string other)
    {
        Run(Session.Small);
        var changed = Session.Small.ReplaceLineEndings("\n").Replace(text, other, StringComparison.Ordinal);
        Assert.NotEqual(Session.Small, changed);
        Expect.Has(sentence, _session.Fail(ExitCode.UserError, "run", _session.Write(changed), "--no-report", "--extend"));
        Assert.Equal(["1|4|4"], _session.Query("SELECT count(DISTINCT s.id), count(*), sum(t.state = 'finished') FROM sweep s JOIN trial t ON t.sweep_id = s.id"));
    }

    [Fact]
    public void It_is_either_new_or_an_extension() => Expect.Has(
        "--new starts a sweep and --extend adds to one; expected only one of them",
        _session.Fail(ExitCode.UserError, "run", _session.Write(Session.Small), "--new", "--extend"));

    [Fact]
    public async Task Who_is_at_work_takes_the_new_trials_too_and_each_runs_once()
    {
        using var started = new ManualResetEventSlim();
        using var extended = new ManualResetEventSlim();
        _session.World = context => context with
        {
            Train = (settings, data, _, stop) =>
            {
                started.Set();
                Assert.True(extended.Wait(TimeSpan.FromMinutes(1), stop));
                return Trainer.Train(settings, data, stop);
            },
        };
        var run = Task.Run(() => _session.Run("run", _session.Write(Session.Small, "first.yaml"), "--no-report", "--workers", "1"));
        Assert.True(started.Wait(TimeSpan.FromMinutes(1)));
        _session.World = context => context with { ListenForStop = () => StopRequest.From(new CancellationToken(canceled: true)) };
        Assert.Equal(ExitCode.Interrupted, Extend(Both).ExitCode);
        extended.Set();
        Assert.Equal(0, (await run).ExitCode);
        Assert.Equal(["12|12"], _session.Query("SELECT count(*), sum(state = 'finished') FROM trial"));
        Assert.Equal(["12"], _session.Query("SELECT count(*) FROM attempt WHERE state = 'finished'"));
        using var whole = new Session();
        whole.Succeed("run", whole.Write(Both), "--no-report");
        Assert.Equal(Results(whole), Results(_session));
    }

    [Fact]
    public void A_program_that_has_changed_extends_nothing_without_leave()
    {
        _session.Write("echo \"goalkeeper: loss=$1\"\n", "train.sh");
        const string file = """
            name: script
            command: [sh, train.sh, "${x}"]
            parameters: { x: [1, 2] }
            metric: { name: loss, goal: minimize }
            """;
        var more = file.Replace("[1, 2]", "[1, 2, 3]", StringComparison.Ordinal);
        Run(file);
        _session.Write("echo \"goalkeeper: loss=0$1\"\n", "train.sh");
        Expect.Has("train.sh has changed since trial script#1/2 was run: ", _session.Fail(ExitCode.UserError, "run", _session.Write(more), "--no-report", "--extend"));
        Assert.Equal(["2"], _session.Query("SELECT count(*) FROM trial"));
        Expect.Start("script#1: extended by 1 trial\n", _session.Run("run", _session.Write(more), "--no-report", "--extend", "--go-on").Error);
        Assert.Equal(["1|1", "2|2", "3|3"], _session.Query("SELECT trial, value FROM trial_metric WHERE metric = 'loss'"));
        var other = more.Replace("[1, 2, 3]", "[1, 2, 3, 4]", StringComparison.Ordinal).Replace("train.sh, ", "train.sh, -x, ", StringComparison.Ordinal);
        Expect.Has("it changes more than what script#1 lacks (command: ", _session.Fail(ExitCode.UserError, "run", _session.Write(other), "--no-report", "--extend"));
    }

    [Fact]
    public void Wherever_it_is_broken_off_the_sweep_is_as_it_was_or_extended_whole()
    {
        Run(Session.Small);
        var place = 0;
        while (true)
        {
            var steps = 0;
            var limit = ++place * 20;
            _session.World = context => context with
            {
                OpenStore = path =>
                {
                    var store = SweepStore.Open(path);
                    raw.sqlite3_progress_handler(store.Connection.Handle, 23, _ => ++steps >= limit ? 1 : 0, null);
                    return store;
                },
                ListenForStop = () => StopRequest.From(new CancellationToken(canceled: true)),
            };
            var printed = Extend(Both);
            var stored = _session.Query("SELECT count(*), (SELECT count(*) FROM sweep_plan), (SELECT count(*) FROM event), (SELECT json_extract(plan, '$.trials') FROM sweep) FROM trial")[0];
            if (stored == "12|2|1|12") break;
            Assert.Equal("4|1|0|4", stored);
            Assert.Equal(ExitCode.Failure, printed.ExitCode);
        }
        Assert.InRange(place, 3, 1000);
        _session.World = context => context;
        Expect.Has("small#1: resumed, 8 of 12 trials left", Extend(Both).Error);
    }

    [Fact]
    public void Of_two_that_extend_at_once_the_later_is_told()
    {
        using var sample = new Sample();
        var (store, sweep) = Sample.Create(sample.Path, trials: 2);
        using (store)
        {
            Assert.Equal("plan-2", store.Extend(sweep, Sample.Sweep(plan: "plan-2"), [.. Sample.Trials(4).Skip(2)]).PlanHash);
            var error = Assert.Throws<UserErrorException>(() => store.Extend(sweep, Sample.Sweep(plan: "plan-3"), [.. Sample.Trials(4).Skip(2)]));
            Expect.Has("football#1 was extended or deleted by another process meanwhile; run the same command again", error.Message);
            Assert.Equal(4, store.Trials(sweep).Count);
        }
    }

    private void Run(string file) => _session.Succeed("run", _session.Write(file), "--no-report");

    private Printed Extend(string file) => _session.Run("run", _session.Write(file), "--no-report", "--extend");

    private IReadOnlyList<string> Attempts() => _session.Query("SELECT t.id, t.uid, a.id, a.started_at, a.duration_ms, f.result FROM trial t JOIN attempt a ON a.trial_id = t.id LEFT JOIN fingerprint f ON f.attempt_id = a.id ORDER BY t.number");

    /// <summary>What each trial gave, by what it was, however it is numbered.</summary>
    private static IReadOnlyList<string> Results(Session session) => session.Query(
        """
        SELECT (SELECT p.value FROM parameter p WHERE p.trial_id = t.id AND p.name = 'lambda'), t.replicate, t.seed, hex(f.initial_weights), hex(f.result)
        FROM trial t
        JOIN fingerprint f ON f.attempt_id = t.attempt_id
        ORDER BY 1, 2
        """);
}
