using System.Diagnostics;
using System.Globalization;

namespace Goalkeeper.Tests.Cli;

/// <summary>
/// The promise of docs/determinism.md: a search comes out the same, points, states and values bit for bit, for any number of workers and processes,
/// killed and resumed, with any vectors, though its trials take random times. GOALKEEPER_NIGHTLY=1 tries every method with every stopping rule.
/// </summary>
public sealed class SearchPromiseTests : IDisposable
{
    // States and values as SQLite holds them, to the last bit.
    private const string Everything = """
        SELECT t.number, t.point, t.seed, t.state, t.reason,
            (SELECT group_concat(name || '=' || value, ' ') FROM (SELECT p.name, p.value FROM parameter p WHERE p.trial_id = t.id ORDER BY p.name)),
            (SELECT group_concat(name || '=' || printf('%!.17g', value), ' ') FROM (SELECT m.name, m.value FROM metric m WHERE m.attempt_id = t.attempt_id ORDER BY m.name)),
            (SELECT group_concat(step || '=' || printf('%!.17g', value), ' ') FROM (SELECT r.step, r.value FROM trace r WHERE r.attempt_id = t.attempt_id ORDER BY r.metric, r.position)),
            p.seen, p.rungs
        FROM trial t LEFT JOIN proposal p ON p.sweep_id = t.sweep_id AND p.point = t.point ORDER BY 1
        """;

    private static readonly bool IsNightly = Environment.GetEnvironmentVariable("GOALKEEPER_NIGHTLY") == "1";

    private readonly Session _session = new();

    public static TheoryData<string, string> Programs => All(["tpe", "gp", "bayes", "random", "sobol", "grid"], ["hyperband, min_iter: 1, eta: 2", "median, n_startup_trials: 2", "fixed, step: 2, keep: 0.5, n_min_trials: 2", ""], usual: 2);

    public static TheoryData<string, string> Networks => All(["gp", "tpe", "bayes", "random", "sobol"], ["hyperband, min_iter: 20", "median, n_startup_trials: 2", "fixed, step: 30, keep: 0.5, n_min_trials: 2", ""], usual: 1);

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public void Programs_of_random_durations_in_three_processes_that_are_killed_three_times(string method, string rule)
    {
        var file = Program(method, rule);
        _session.Succeed("run", file, "--workers", "1", "--no-report");
        var expected = _session.Query(Everything);
        foreach (var workers in IsNightly ? (string[])["2", "7"] : ["7"]) Assert.Equal(expected, Alone(file, workers));

        var shared = _session.File("shared.db");
        for (var kill = 1; kill <= 3; kill++)
        {
            Process[] processes = [.. Enumerable.Range(0, 3).Select(_ => Start([], "run", file, "--no-report", "--workers", "2", "--store", shared))];
            // Some trials further each time, and then at any moment.
            while (Ended() < 3 * kill && !processes.All(p => p.HasExited)) Thread.Sleep(20);
            foreach (var process in processes)
            {
                process.Kill();
                process.WaitForExit();
                process.Dispose();
            }
        }
        _session.Succeed("run", file, "--no-report", "--store", shared);
        Assert.Equal(expected, _session.Query(Everything, shared));
        if (method != "grid" || rule.Length > 0) Assert.Matches("^s#1: 14 points proposed the same( with [0-9]+ pruned trials?)?, 0 otherwise\n$", _session.Succeed("verify", "s", "--store", shared));

        int Ended() => File.Exists(shared) ? int.Parse(Count(), CultureInfo.InvariantCulture) : 0;

        string Count()
        {
            try
            {
                return _session.Query("SELECT count(*) FROM trial WHERE state IN ('finished', 'pruned')", shared)[0];
            }
            catch (Microsoft.Data.Sqlite.SqliteException)
            {
                return "0"; // it is being made
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Networks_with_other_vectors(string method, string rule)
    {
        var file = _session.Write($$"""
            name: s
            dataset: pitch
            network: { hidden: [5] }
            training: { iterations: 60, record_every: 10 }
            metric: cost
            method: {{method}}
            run_cap: 10
            parallelism: 2
            {{Line(rule)}}
            parameters:
              learning_rate: { distribution: log_uniform_values, min: 0.001, max: 1 }
              keep_prob: [0.8, 1]
            replicates: 2
            """);
        _session.Succeed("run", file, "--workers", "1", "--no-report");
        var expected = _session.Query(Everything);
        foreach (var variable in IsNightly ? (string[])["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"] : ["DOTNET_EnableHWIntrinsic"])
        {
            var store = _session.File(variable + ".db");
            using var process = Start([variable], "run", file, "--no-report", "--workers", "3", "--store", store);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Equal(expected, _session.Query(Everything, store));
        }
    }

    private static TheoryData<string, string> All(string[] methods, string[] rules, int usual)
    {
        var all = new TheoryData<string, string>();
        foreach (var (method, rule) in methods.SelectMany(method => rules.Select(rule => (method, rule))).Where((_, i) => IsNightly || i % (rules.Length + 1) == 0).Take(IsNightly ? int.MaxValue : usual)) all.Add(method, rule);
        return all;
    }

    private static string Line(string rule) => rule.Length == 0 ? "" : $"early_terminate: {{ type: {rule} }}";

    private IReadOnlyList<string> Alone(string file, string workers)
    {
        var store = _session.File(workers + ".db");
        _session.Succeed("run", file, "--workers", workers, "--no-report", "--store", store);
        return _session.Query(Everything, store);
    }

    private string Program(string method, string rule)
    {
        File.WriteAllText(_session.File("train.sh"), """
            for i in 1 2 3; do
                sleep 0.0$(( ($$ * 7 + i) % 9 ))
                echo "goalkeeper: loss=$(awk "BEGIN { printf \"%.17g\", ($1 - 3) * ($1 - 3) + $2 / $i }") step=$i"
            done
            """ + "\n");
        return _session.Write($$"""
            name: s
            command: [sh, train.sh, "${a}", "${b}"]
            method: {{method}}
            {{(method == "grid" ? "" : "run_cap: 14")}}
            {{Line(rule)}}
            parameters: { a: {{(method == "grid" ? "[1, 2, 3, 4, 5, 6, 7]" : "{min: 0.0, max: 9.0}")}}, b: [1, 2] }
            metric: { name: loss, goal: minimize }
            """, $"{method}.yaml");
    }

    private Process Start(string[] off, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "goalkeeper.dll"), .. words]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var variable in off) start.Environment[variable] = "0";
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
