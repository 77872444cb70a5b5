using System.Text.Json;
using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Goalkeeper.Tests.Store;

namespace Goalkeeper.Tests.Cli;

/// <summary><c>export</c> and <c>merge</c>: sweeps from one store to another, and trials for other programs.</summary>
public sealed class ExportTests : IDisposable
{
    private static readonly string[] Tables =
    [
        "artifact", "attempt", "dataset", "event", "fingerprint", "metric", "parameter", "prediction", "preparation", "sweep", "sweep_plan", "tag", "trace",
        "trial", "weights",
    ];

    private readonly Session _session = new();
    private readonly Session _other = new();

    public void Dispose()
    {
        _session.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void An_exported_sweep_is_a_store_that_has_it_alone_and_all_of_it()
    {
        Fill(_session);
        var file = _session.File("small.db");
        Assert.Equal($"small#2 (6 trials): {file}\n", _session.Run("export", "small", "--to", file).Error);
        Assert.Equal(["small.db", "small.db.files"], Directory.EnumerateFileSystemEntries(_session.Folder, "*small.db*").Select(Path.GetFileName).Order());
        Assert.Equal(["small|2"], Query(file, "SELECT name, number FROM sweep"));
        var all = Rows(file);
        _session.Succeed("delete", "small#1", "--yes");
        Assert.Equal(Rows(_session.Store), all);
        Assert.Equal("hello", File.ReadAllText(Log(file)));
        Assert.Equal(["ok"], Query(file, "SELECT integrity_check FROM pragma_integrity_check"));
        Assert.Empty(Query(file, "SELECT \"table\" FROM pragma_foreign_key_check"));
        _session.Succeed("verify", "small", "--store", file);
        _session.Succeed("report", "small", "--store", file);
    }

    [Fact]
    public void Merged_sweeps_keep_all_that_they_have_and_get_a_free_number()
    {
        Fill(_session);
        _other.Succeed("run", _other.Write(Session.Small), "--no-report");
        Assert.Equal("small#1: merged as small#2\nsmall#2: merged as small#3\n", _other.Run("merge", _session.Store).Error);
        Assert.Equal(Rows(_session.Store), Rows(_other.Store, "WHERE number > 1"));
        Assert.Equal("hello", File.ReadAllText(Log(_other.Store)));
        Assert.Equal("small#1: here already as small#2\nsmall#2: here already as small#3\n", _other.Run("import", _session.Store).Error);
        Assert.Equal(["1"], _other.Query("SELECT count(*) FROM dataset"));
        Assert.Equal(["1|4", "2|4", "3|6"], _other.Query("SELECT sweep_number, finished FROM sweep_overview"));
        _other.Succeed("verify", "small#2");
        _other.Succeed("delete", "small#3", "--yes");
        Assert.Equal("small#1: here already as small#2\nsmall#2: merged as small#3\n", _other.Run("merge", _session.Store).Error);
        Assert.Equal(["ok"], _other.Query("SELECT integrity_check FROM pragma_integrity_check"));
    }

    [Fact]
    public void What_is_under_way_is_queued_in_a_copy_and_is_not_merged_while_it_runs()
    {
        Fill(_session);
        Unfinish(TimeSpan.FromHours(1));
        Expect.Has("small#3 is being run in ", _other.Run("merge", _session.Store).Error);
        Assert.Equal(["small|1", "small|2"], _other.Query("SELECT name, number FROM sweep"));
        var file = _session.File("running.db");
        Assert.Equal(0, _session.Run("export", "small", "--to", file).ExitCode);
        Assert.Equal(["queued|4"], Query(file, "SELECT state, count(*) FROM trial GROUP BY 1"));
        Assert.Equal(["lost|1"], Query(file, "SELECT state, count(*) FROM attempt GROUP BY 1"));
        Assert.Equal(0, _session.Run("work", "small", "--store", file).ExitCode);
        Assert.Equal(["finished|4"], Query(file, "SELECT state, count(*) FROM trial GROUP BY 1"));
    }

    [Fact]
    public void A_sweep_that_has_gone_on_since_it_was_copied_is_told_by_name()
    {
        Fill(_session);
        _other.Succeed("merge", _session.Store);
        _session.Succeed("run", _session.Write(Session.Small.Replace("2", "4", StringComparison.Ordinal)), "--no-report", "--extend");
        var printed = _other.Run("merge", _session.Store);
        Assert.Equal(ExitCode.UserError, printed.ExitCode);
        Expect.Has("error: small#1 has gone on in ", printed.Error);
        Expect.Has("all that is here is there too: `goalkeeper delete 'small#1'` here, and merge again", printed.Error);
        _other.Succeed("delete", "small#1", "--yes");
        Assert.Equal("small#1: merged\nsmall#2: here already\n", _other.Run("merge", _session.Store).Error);
    }

    [Fact]
    public void Trials_are_written_with_every_digit()
    {
        Fill(_session);
        var (csv, json, lines) = (_session.File("t.csv"), _session.File("t.json"), _session.File("t.jsonl"));
        foreach (var file in (string[])[csv, json, lines]) Assert.Equal(0, _session.Run("export", "small#1", "--to", file).ExitCode);
        var rows = File.ReadAllLines(csv);
        Assert.Equal(5, rows.Length);
        Expect.Start("number,state,variant,point,replicate,seed,lambda,cost,dev_accuracy,", rows[0]);
        Assert.EndsWith(",attempts,started_at,duration_ms,reason", rows[0], StringComparison.Ordinal);
        Expect.Start("3,finished,,2,1,1,0.7,", rows[3]);
        var document = JsonElement.Parse(File.ReadAllText(json));
        Assert.Equal(1, document.GetProperty("schema").GetInt32());
        Assert.Equal("small", document.GetProperty("sweep").GetProperty("name").GetString());
        var trials = document.GetProperty("trials").EnumerateArray().ToList();
        Assert.Equal(_session.Query("SELECT value FROM trial_metric WHERE metric = 'cost' AND sweep_number = 1"), trials.Select(t => t.GetProperty("metrics").GetProperty("cost").GetRawText()));
        Assert.Equal(0.7, trials[2].GetProperty("parameters").GetProperty("lambda").GetDouble());
        var each = File.ReadAllLines(lines).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal([1, 2, 3, 4], each.Select(t => t.GetProperty("number").GetInt32()));
        Assert.All(each, t => Assert.Equal("1 small#1", $"{t.GetProperty("schema")} {t.GetProperty("sweep")}"));
        Assert.Equal(trials[0].GetProperty("metrics").GetRawText(), each[0].GetProperty("metrics").GetRawText());
    }

    [Fact]
    public void Numbers_that_are_not_finite_lists_and_names_that_meet_are_written_so_that_they_can_be_read()
    {
        using (var store = SweepStore.Open(_session.Store))
        {
            var trial = new PlannedTrial(1, 1, null, 1, 1, new Dictionary<string, string> { ["state"] = "\"λ\\u001b\"", ["cost"] = "[1,2]" });
            var sweep = store.FindOrCreate(Sample.Sweep() with { Plan = "{}" }, [trial]).Sweep;
            var metrics = new Dictionary<string, double> { ["cost"] = double.PositiveInfinity, ["dev_accuracy"] = double.NaN };
            store.Commit(sweep, [], [Sample.Result(1) with { Metrics = metrics }]);
        }
        foreach (var ending in (string[])["csv", "json"]) Assert.Equal(0, _session.Run("export", "football", "--to", _session.File($"t.{ending}")).ExitCode);
        Expect.Start("number,state,variant,point,replicate,seed,cost,parameter_state,metric_cost,dev_accuracy,attempts,", File.ReadAllText(_session.File("t.csv")));
        Expect.Has(",\"[1,2]\",", File.ReadAllText(_session.File("t.csv")));
        Expect.Has(",inf,,1,", File.ReadAllText(_session.File("t.csv")));
        Expect.Has("\"metrics\":{\"cost\":\"inf\",\"dev_accuracy\":null}", File.ReadAllText(_session.File("t.json")));
        Expect.Has("\"cost\":[1,2]", File.ReadAllText(_session.File("t.json")));
    }

    [Theory]
    [InlineData("t.db", "is there already, and a store is never replaced")]
    [InlineData("t.csv", "t.csv is there already; expected another name, or --force to replace it")]
    [InlineData("t.json", "is there already")]
    [InlineData("t.jsonl", "is there already")]
    public void What_is_there_is_not_replaced_unasked(string name, string sentence)
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        var file = _session.Write("precious", name);
        Expect.Has(sentence, _session.Fail(ExitCode.UserError, "export", "small", "--to", file));
        Assert.Equal("precious", File.ReadAllText(file));
        var link = _session.File($"link-{name}");
        File.CreateSymbolicLink(link, _session.File("nowhere"));
        Expect.Has("is there already", _session.Fail(ExitCode.UserError, "export", "small", "--to", link));
        var exitCode = _session.Run("export", "small", "--to", file, "--force").ExitCode;
        Assert.Equal(name == "t.db", File.ReadAllText(file) == "precious");
        Assert.Equal(name == "t.db" ? ExitCode.UserError : 0, exitCode);
    }

    [Theory]
    [InlineData("its ending should say what to write; expected .db, .csv, .json or .jsonl", "export", "small", "--to", "x.txt")]
    [InlineData("its ending should say what to write", "export", "small", "--to", "x")]
    [InlineData("There is no sweep smal ", "export", "smal", "--to", "x.csv")]
    [InlineData("--to", "export", "small")]
    [InlineData("the export cannot be written to /nowhere/x.csv: ", "export", "small", "--to", "/nowhere/x.csv")]
    [InlineData("There is no store 'nowhere.db' yet", "merge", "nowhere.db")]
    [InlineData("is a table of trials, without their plan, traces and weights", "import", "x.csv")]
    [InlineData("is not a file, but a folder", "merge", "/tmp")]
    public void A_mistake_is_told_in_a_sentence(string sentence, params string[] words)
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Expect.Has(sentence, _session.Fail(ExitCode.UserError, words));
        Assert.Equal(["1"], _session.Query("SELECT count(*) FROM sweep"));
    }

    [Fact]
    public void A_store_is_not_merged_with_itself_nor_with_what_is_none()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Expect.Has("itself; expected another one", _session.Fail(ExitCode.UserError, "merge", _session.Store));
        var link = _session.File("link.db");
        File.CreateSymbolicLink(link, _session.Store);
        Expect.Has("itself; expected another one", _session.Fail(ExitCode.UserError, "merge", link));
        Expect.Has("is not a Goalkeeper store, nor any SQLite database", _session.Fail(ExitCode.UserError, "merge", _session.Write(new string('x', 5000), "x.db")));
    }

    [Theory]
    [InlineData("UPDATE sweep SET uid = '../../precious' WHERE number = 2", "the uid of small#2 cannot be read (it is not 32 hexadecimal digits)")]
    [InlineData("UPDATE sweep SET plan = '{}' WHERE number = 2", "the stored plan of small#2 cannot be read: ")]
    [InlineData("DROP TRIGGER metric_update; UPDATE metric SET value = 'x' WHERE name = 'cost' AND attempt_id = 5", "trial small#2/1 cannot be read (value is no number)")]
    [InlineData("DROP TRIGGER attempt_update; UPDATE attempt SET duration_ms = 7 WHERE id = 5", "small#2 cannot be read")]
    [InlineData("DROP TRIGGER trial_update; DROP TRIGGER trial_update_state; UPDATE trial SET attempt_id = NULL WHERE id = 5", "small#2 cannot be read")]
    [InlineData("DROP TRIGGER trial_update; DROP TRIGGER trial_update_state; UPDATE trial SET attempt_id = 1 WHERE id = 5", "small#2 cannot be read")]
    [InlineData("DROP TRIGGER weights_update; UPDATE weights SET layers = '[\"x\"]' WHERE attempt_id IN (SELECT id FROM attempt WHERE trial_id > 4)", "cannot be read")]
    [InlineData("DROP TRIGGER trace_update; UPDATE trace SET step = 'x' WHERE attempt_id = 5", "the trace of trial 1 cannot be read")]
    public void A_sweep_that_contradicts_itself_is_not_merged_and_others_are(string damage, string sentence)
    {
        Fill(_session);
        using (var store = SweepStore.Open(_session.Store)) store.Connection.Execute(damage);
        var printed = _other.Run("merge", _session.Store);
        Assert.Equal(ExitCode.UserError, printed.ExitCode);
        Expect.Has(sentence, printed.Error);
        Assert.DoesNotContain(_other.Store, printed.Error, StringComparison.Ordinal);
        Expect.Has("small#1: merged\n", printed.Error);
        Assert.Equal(["4"], _other.Query("SELECT count(*) FROM trial"));
        Assert.False(Directory.Exists(_other.Store + ".files") && Directory.EnumerateFileSystemEntries(_other.Store + ".files").Any());
    }

    [Theory]
    [InlineData("UPDATE dataset SET content = zeroblob(10)")]
    [InlineData("UPDATE dataset SET sha256 = 'ab' || substr(sha256, 3)")]
    public void Data_that_are_not_what_their_hash_says_are_not_merged(string damage)
    {
        Fill(_session);
        using (var store = SweepStore.Open(_session.Store)) store.Connection.Execute(damage);
        var printed = _other.Run("merge", _session.Store);
        Assert.True(printed.ExitCode == ExitCode.UserError, printed.Error);
        Assert.Equal(["0|0"], _other.Query("SELECT (SELECT count(*) FROM dataset), (SELECT count(*) FROM sweep)"));
    }

    [Fact]
    public void Links_among_a_trials_files_are_not_followed()
    {
        Fill(_session);
        var folder = Path.GetDirectoryName(Log(_session.Store))!;
        Directory.CreateDirectory(_session.File("precious"));
        _session.Write("secret", "precious/secret.txt");
        File.CreateSymbolicLink(Path.Combine(folder, "link.txt"), _session.File("precious/secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "folder"), _session.File("precious"));
        _other.Succeed("merge", _session.Store);
        Assert.Equal(["log.txt"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Log(_other.Store))!).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_whose_name_is_not_UTF_8_is_named_and_nothing_is_half_copied()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        Fill(_session);
        var folder = Path.GetDirectoryName(Log(_session.Store))!;
        using (var made = System.Diagnostics.Process.Start("/bin/bash", ["-c", "touch \"$1/\"$'bad\\xff.bin'", "bash", folder])) made.WaitForExit();
        Assert.SkipUnless(Directory.EnumerateFiles(folder).Count() == 2, "needs a file system that takes any name");
        var printed = _other.Run("merge", _session.Store);
        Assert.Equal(ExitCode.UserError, printed.ExitCode);
        Expect.Has("bad\uFFFD.bin' cannot be copied: its name is not UTF-8. Rename it", printed.Error);
        // .NET cannot delete it either.
        using (var gone = System.Diagnostics.Process.Start("/bin/bash", ["-c", "rm \"$1/\"bad*", "bash", folder])) gone.WaitForExit();
        _other.Succeed("merge", _session.Store);
    }

    [Fact]
    public void Wherever_a_merge_is_broken_off_a_sweep_is_there_whole_or_not_at_all_and_the_next_one_brings_it()
    {
        Fill(_session);
        _other.Succeed("run", _other.Write(Session.Small), "--no-report");
        var before = Rows(_other.Store);
        for (var commit = 1; commit <= 2; commit++)
        {
            var (commits, failing) = (0, commit);
            _other.World = context => context with
            {
                OpenStore = path =>
                {
                    var store = SweepStore.Open(path);
                    SQLitePCL.raw.sqlite3_commit_hook(store.Connection.Handle, _ => ++commits == failing ? 1 : 0, null);
                    return store;
                },
            };
            Assert.Equal(ExitCode.Failure, _other.Run("merge", _session.Store).ExitCode);
            if (commit == 1) Assert.Equal(before, Rows(_other.Store));
            Assert.Equal([$"{commit}"], _other.Query("SELECT count(*) FROM sweep"));
            Assert.False(Directory.Exists(Path.GetDirectoryName(Log(_session.Store))!.Replace(_session.Store, _other.Store, StringComparison.Ordinal)));
            _other.World = context => context;
        }
        Assert.Equal("small#1: here already as small#2\nsmall#2: merged as small#3\n", _other.Run("merge", _session.Store).Error);
        Assert.Equal("hello", File.ReadAllText(Log(_other.Store)));
    }

    [Fact]
    public void A_store_of_an_older_version_is_merged()
    {
        File.Copy(Path.Combine(Runner.Experiments.Root, "tests/Store/Files/version-3.db"), _session.File("old.db"));
        Assert.Equal(0, _other.Run("merge", _session.File("old.db")).ExitCode);
        Assert.Equal(Rows(_session.File("old.db")), Rows(_other.Store));
        Expect.Has("here already", _other.Run("merge", _session.File("old.db")).Error);
    }

    /// <summary>Two sweeps, the second extended, tagged, its first trial with a file.</summary>
    private static void Fill(Session session)
    {
        session.Succeed("run", session.Write(Session.Small), "--no-report");
        session.Succeed("run", session.Write(Session.Small + "\nkeep_weights: best\ndescription: \"λ\"\n", "best.yaml"), "--no-report", "--new");
        session.Succeed("run", session.File("best.yaml"), "--no-report", "--extend", "--set", "lambda=0,0.7,1");
        session.Succeed("tag", "small#2", "odd=1");
        session.Succeed("tag", "small#2/1", "odd");
        session.Succeed("note", "small#2", "a note");
        Directory.CreateDirectory(Path.GetDirectoryName(Log(session.Store))!);
        File.WriteAllText(Log(session.Store), "hello");
    }

    /// <summary>A third sweep, of which a trial is in a worker's hands.</summary>
    private void Unfinish(TimeSpan lease)
    {
        _session.World = context => context with { ListenForStop = () => StopRequest.From(new CancellationToken(canceled: true)) };
        Assert.Equal(ExitCode.Interrupted, _session.Run("run", _session.Write(Session.Small), "--no-report", "--new").ExitCode);
        _session.World = context => context;
        using var store = SweepStore.Open(_session.Store);
        store.Connection.Write(() => store.Join(store.Find(new("small")), WorkerIdentity.Here, lease).Take(1));
    }

    private static string Log(string path)
    {
        using var store = SweepStore.OpenReadOnly(path);
        return Path.Combine(store.Folder(store.Find(new("small")), trial: 1, attempt: 1), "log.txt");
    }

    /// <summary>All rows of all sweeps but for their ids and numbers, as texts.</summary>
    private static List<string> Rows(string path, string condition = "")
    {
        string[] ids = ["id", "sweep_id", "trial_id", "attempt_id", "worker_id", "dataset_id", "kept_attempt_id"];
        var rows = new List<string>();
        foreach (var table in Tables)
        {
            var columns = string.Join(", ", Query(path, $"SELECT name FROM pragma_table_info('{table}')").Except(table == "sweep" ? [.. ids, "number"] : ids));
            var sweep = table switch
            {
                "sweep" => "id",
                "dataset" => "(SELECT max(id) FROM sweep)",
                "sweep_plan" or "preparation" or "tag" or "event" or "trial" => "sweep_id",
                "attempt" or "parameter" => "(SELECT sweep_id FROM trial WHERE trial.id = trial_id)",
                _ => "(SELECT sweep_id FROM trial JOIN attempt a ON a.trial_id = trial.id WHERE a.id = x.attempt_id)",
            };
            rows.AddRange(Query(path, $"SELECT '{table}', {columns} FROM {table} x WHERE {sweep} IN (SELECT id FROM sweep {condition})").Order(StringComparer.Ordinal));
        }
        return rows;
    }

    private static IReadOnlyList<string> Query(string path, string sql)
    {
        using var store = SweepStore.OpenReadOnly(path);
        using var result = store.Query(sql);
        return [.. result.Rows().Select(row => string.Join('|', row.Select(Goalkeeper.Report.CsvRows.Text)))];
    }
}
