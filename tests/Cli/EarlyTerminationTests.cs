using Goalkeeper.Cli.Context;

namespace Goalkeeper.Tests.Cli;

/// <summary>Trials that are ended early: the same ones for any number of workers, with their reasons.</summary>
public sealed class EarlyTerminationTests : IDisposable
{
    private const string Trials = """
        SELECT t.number, t.state, t.reason, m.value, (SELECT max(step) FROM trace WHERE attempt_id = t.attempt_id) FROM trial t
        LEFT JOIN metric m ON m.attempt_id = t.attempt_id AND m.name = 'loss' ORDER BY 1
        """;

    private readonly Session _session = new();

    public static TheoryData<string, string> MethodsAndRules
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var method in (string[])["grid", "random", "sobol", "tpe", "gp", "bayes"])
                foreach (var rule in (string[])["{type: hyperband, min_iter: 2, eta: 2}", "{type: median, n_startup_trials: 2}", "{type: fixed, step: 3, keep: 0.5, n_min_trials: 2}"]) all.Add(method, rule);
            return all;
        }
    }

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(MethodsAndRules))]
    public void The_same_trials_are_pruned_for_any_number_of_workers_and_verified(string method, string rule)
    {
        var file = Program(method, rule);
        _session.Succeed("run", file, "--workers", "1", "--no-report");
        var trials = _session.Query(Trials);
        Assert.Equal(12, trials.Count);
        Assert.Contains(trials, t => t.Contains("pruned", StringComparison.Ordinal));
        Assert.Contains(trials, t => t.Contains("finished", StringComparison.Ordinal));

        _session.Succeed("run", file, "--workers", "5", "--no-report", "--store", _session.File("five.db"));
        Assert.Equal(trials, _session.Query(Trials, _session.File("five.db")));
        var pruned = trials.Count(t => t.Contains("pruned", StringComparison.Ordinal));
        Assert.Equal($"s#1: 12 points proposed the same with {pruned} pruned trial{(pruned == 1 ? "" : "s")}, 0 otherwise", _session.Succeed("verify", "s").Trim());
    }

    [Fact]
    public void A_pruned_trial_has_its_reason_its_threshold_and_its_trace_until_then()
    {
        var printed = _session.Succeed("run", Program("grid", "{type: hyperband, min_iter: 2, eta: 2}", parallelism: 1), "--out", _session.File("report"));
        // 9 comes first, then 1: at step 2 the last that goes on is the worse of two, and so on.
        var pruned = _session.Query("SELECT number, reason FROM trial WHERE state = 'pruned' ORDER BY number LIMIT 1");
        Expect.Has("loss was ", pruned[0]);
        Expect.Has("the threshold of hyperband at 2 from ", pruned[0]);
        Assert.Equal(["1|2"], _session.Query("SELECT min(step), max(step) FROM trace WHERE attempt_id = (SELECT attempt_id FROM trial WHERE state = 'pruned' ORDER BY number LIMIT 1)"));
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM trial t WHERE t.state = 'pruned' AND NOT EXISTS (SELECT 1 FROM metric WHERE attempt_id = t.attempt_id AND name = 'loss')"));
        Expect.Has("pruned", _session.Succeed("list"));
        var count = int.Parse(_session.Query("SELECT count(*) FROM trial WHERE state = 'pruned'")[0], null);
        var (number, reason) = (pruned[0].Split('|')[0], pruned[0].Split('|')[1]);
        var report = File.ReadAllText(_session.File("report/s/report.md"));
        foreach (var text in (string[])[report, printed.ReplaceLineEndings(" ")]) Expect.Has("pruned at ", text);
        Expect.Has($"{12 - count} of 12 trials finished and {count} were pruned by hyperband.", report);
        Expect.Has($"{count} trials were pruned: what a trial measured when it ended stands in its place, and none is chosen. The first is number {number}: {reason}", report);
        Expect.Has($"pruned       trial {number}: {reason}", _session.Succeed("show", "s"));
        Expect.Has("hyperband, min_iter 2, eta 2, strict true", _session.Succeed("show", "s"));
    }

    [Theory]
    [InlineData("minimize", "-inf")]
    [InlineData("minimize", "nan")]
    [InlineData("maximize", "inf")]
    [InlineData("maximize", "nan")]
    public void A_trial_that_diverges_sets_no_threshold_and_is_pruned_with_its_own_value(string goal, string none)
    {
        // 1 and 2 go to their ends, with a value that is none as the last of 1; 3 is as good as 2, and 4 has no number at the rung.
        var sign = goal == "maximize" ? "-" : "";
        var file = Program("grid", "{type: fixed, step: 2, keep: 0.5, n_min_trials: 2}", parallelism: 2, script: $"""
            echo "goalkeeper: step=1 loss={sign}1"
            case $1 in 1|4) echo "goalkeeper: step=2 loss={none}" ;; *) echo "goalkeeper: step=2 loss={sign}5" ;; esac
            sleep 0.3
            """, values: "1, 2, 3, 4", goal: goal);
        _session.Run("run", file, "--no-report");
        var written = none switch { "nan" => "NaN", "inf" => "Infinity", _ => "-Infinity" };
        Assert.Equal(
            ["1|diverged|", "2|finished|", "3|finished|", $"4|pruned|loss was {written} at step 2, worse than {sign}5, the threshold of fixed at 2 from 2 trials"],
            _session.Query("SELECT number, state, CASE state WHEN 'pruned' THEN reason ELSE '' END FROM trial ORDER BY number"));
        Expect.Has("4 points proposed the same with 1 pruned trial, 0 otherwise", _session.Succeed("verify", "s"));
    }

    [Fact]
    public void A_stop_that_was_altered_is_found()
    {
        _session.Succeed("run", Program("random", "{type: median, n_startup_trials: 2}"), "--no-report");
        using (var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_session.Store};Pooling=False"))
        {
            store.Open();
            using var alter = store.CreateCommand();
            alter.CommandText = """
                DROP TRIGGER proposal_update;
                UPDATE proposal SET rungs = '[]' WHERE point = (SELECT max(point) FROM proposal WHERE rungs <> '[]')
                """;
            alter.ExecuteNonQuery();
        }
        var printed = _session.Run("verify", "s");
        Assert.Equal(ExitCode.Failure, printed.ExitCode);
        Expect.Has("point 12: its trials would be ended early at other thresholds than are stored", printed.Out);

        // One trial stands for its point.
        var one = _session.Run("verify", "s/12");
        Assert.Equal((ExitCode.Failure, "point 12: its trials would be ended early at other thresholds than are stored\ns#1: 0 points proposed the same with 0 pruned trials, 1 otherwise\n"), (one.ExitCode, one.Out));
        Assert.Equal("s#1: 1 point proposed the same with 0 pruned trials, 0 otherwise\n", _session.Succeed("verify", "s/1"));
    }

    [Fact]
    public void A_program_may_look_for_the_file_that_appears_and_its_last_words_are_no_measurement()
    {
        var file = Program("grid", "{type: fixed, step: 1, keep: 0.5, n_min_trials: 1}", parallelism: 1, script: """
            trap '' TERM
            echo goalkeeper: loss=$1
            n=0
            while [ $1 -gt 1 ] && [ ! -e "$GOALKEEPER_STOP" ] && [ $n -lt 100 ]; do sleep 0.05; n=$((n+1)); done
            if [ -e "$GOALKEEPER_STOP" ]; then echo told; fi
            echo goalkeeper: loss=0
            """, values: "1, 5");
        _session.Succeed("run", file, "--no-report");
        Assert.Equal(["1|finished||0|2", "2|pruned|loss was 5 at step 1, worse than 1, the threshold of fixed at 1 from 1 trial|5|1"], _session.Query(Trials));
        Expect.Has("told", _session.Succeed("logs", "s/2"));
    }

    [Fact]
    public void Networks_are_ended_early_and_give_the_same_bits_again()
    {
        var file = _session.Write("""
            name: net
            dataset: circles
            network: {hidden: [4]}
            training: {iterations: 400, record_every: 10}
            metric: cost
            parallelism: 2
            early_terminate: {type: hyperband, min_iter: 50}
            parameters:
              learning_rate: [0.5, 0.1, 0.01, 0.001, 0.2, 0.02, 0.002, 0.3]
            replicates: 2
            """);
        Expect.Has(
            "8 points by grid × 2 replicates, ended early by hyperband, min_iter 50, eta 3, strict true; point 3 starts when point 1 has ended, and so on (parallelism 2)",
            _session.Succeed("plan", file));
        Expect.Has("Where some seeds of a row were pruned, its mean is that of the seeds that went on, which flatters it.", _session.Succeed("run", file, "--out", _session.File("report")));
        Assert.Equal(["16"], _session.Query("SELECT count(*) FROM trial WHERE state IN ('finished', 'pruned')"));
        Assert.NotEqual(["0"], _session.Query("SELECT count(*) FROM trial WHERE state = 'pruned'"));
        Expect.Has("16 identical, 0 different", _session.Succeed("verify", "net"));
        var fingerprints = _session.Query("SELECT t.number, hex(f.result) FROM trial t JOIN fingerprint f ON f.attempt_id = t.attempt_id ORDER BY 1");
        _session.Succeed("run", file, "--workers", "1", "--no-report", "--store", _session.File("one.db"));
        Assert.Equal(fingerprints, _session.Query("SELECT t.number, hex(f.result) FROM trial t JOIN fingerprint f ON f.attempt_id = t.attempt_id ORDER BY 1", _session.File("one.db")));
    }

    // Twelve points whose loss falls from $1 by a third with each of six steps; those of a search lie between.
    private string Program(string method, string rule, int parallelism = 3, string? script = null, string? values = null, string goal = "minimize")
    {
        File.WriteAllText(_session.File("train.sh"), (script ?? "for i in 1 2 3 4 5 6; do echo \"goalkeeper: loss=$(awk \"BEGIN {print $1 / $i}\") step=$i\"; done") + "\n");
        var isGrid = method == "grid";
        return _session.Write($$"""
            name: s
            command: [sh, train.sh, "${a}"]
            method: {{method}}
            {{(isGrid ? "" : "run_cap: 12")}}
            parallelism: {{parallelism}}
            early_terminate: {{rule}}
            parameters: { a: {{(isGrid ? $"[{values ?? "9, 1, 5, 2, 8, 7, 3, 6, 4, 10, 12, 11"}]" : "{min: 0.5, max: 9.5}")}} }
            metric: {name: loss, goal: {{goal}}}
            """);
    }
}
