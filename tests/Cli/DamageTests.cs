using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Cli;

/// <summary>Stores whose pages are whole and whose rows are not what they were: each value of each column, in turn.</summary>
public sealed class DamageTests : IDisposable
{
    private static readonly string[] Junk = ["'x'", "x'0011'", "-7", "1e300", "''"];

    private static readonly string[][] Commands =
    [
        ["list"], ["show", "small/1"], ["trials", "small"], ["report", "small", "--out", "out"], ["verify", "small"],
        ["predict", "small/1", "--data", "data.csv"],
    ];

    private readonly Session _session = new();

    public DamageTests()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        _session.Succeed("run", _session.Write(Session.Small.Replace("name: small", "name: other", StringComparison.Ordinal)), "--no-report");
        _session.Write("x1,x2\n0.1,0.2\n", "data.csv");
    }

    public static TheoryData<string> Tables => ["sweep", "dataset", "trial", "attempt", "worker", "parameter", "metric", "trace", "prediction", "weights"];

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void Damage_is_told_and_never_unexpected(string table)
    {
        var whole = File.ReadAllBytes(_session.Store);
        var faults = new List<string>();
        foreach (var column in Columns(table))
        {
            foreach (var junk in Junk)
            {
                File.WriteAllBytes(_session.Store, whole);
                if (!Damage(table, column, junk)) continue;
                foreach (var words in Commands)
                {
                    var all = words.Select(w => w is "data.csv" or "out" ? _session.File(w) : w).ToArray();
                    var printed = _session.Run(all);
                    if (printed.Error.Contains("unexpected", StringComparison.Ordinal))
                        faults.Add($"{table}.{column} = {junk}: {string.Join(' ', words)}: {printed.Error.Split('\n')[0]}");
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("sweep", "created_at", "x'0011'", "small#1")]
    [InlineData("sweep", "metric_name", "x'0011'", "small#1")]
    [InlineData("sweep", "metric_format", "'x'", "small#1")]
    [InlineData("sweep", "name", "x'0011'", "?#1")]
    [InlineData("sweep", "number", "'x'", "small")]
    [InlineData("trial", "state", "'x'", "small#1")]
    [InlineData("trial", "state", "x'0011'", "small#1")]
    public void A_sweep_that_is_damaged_hides_no_other(string table, string column, string junk, string told)
    {
        Assert.True(Damage(table, column, junk));
        var printed = _session.Run("list", "--format", "csv");
        Assert.Equal(2, printed.ExitCode);
        Assert.Equal("other", printed.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Single().Split(',')[0]);
        Assert.Contains($"error: The store '{_session.Store}' is damaged: sweep {told} cannot be read", printed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sweep", "machine", "'{'", "show", "sweep small cannot be read (machine is no JSON of its kind)")]
    [InlineData("sweep", "versions", "'[]'", "show", "sweep small cannot be read (versions is no JSON of its kind)")]
    [InlineData("sweep", "plan", "'{'", "show", "the stored plan of small#1 cannot be read: it is no JSON")]
    [InlineData("sweep", "plan", "'{}'", "show", "the stored plan of small#1 cannot be read: a part of it is missing")]
    [InlineData("sweep", "plan", "'[]'", "show", "the stored plan of small#1 cannot be read: a part of it is not what is kept there")]
    [InlineData("sweep", "plan", "replace(plan, '\"parameters\":', '\"parameters\":7,\"p\":')", "verify", "the stored plan of small#1 cannot be read: a part of it is not what is kept there")]
    [InlineData("dataset", "features", "'[1'", "verify", "cannot be read (features is no JSON of its kind)")]
    [InlineData("dataset", "classes", "'null'", "verify", "cannot be read (classes is no JSON of its kind)")]
    [InlineData("dataset", "shape", "'{}'", "verify", "cannot be read (shape is no JSON of its kind)")]
    public void What_is_no_JSON_is_told_by_its_place_in_our_words(string table, string column, string junk, string command, string told)
    {
        Assert.True(Damage(table, column, junk));
        Expect.Has(told, _session.Fail(Goalkeeper.Cli.Context.ExitCode.UserError, command, "small"));
    }

    [Theory]
    [InlineData("DELETE FROM trial WHERE number = 2", "1 of its 4 trials is gone")]
    [InlineData("DELETE FROM trial WHERE number > 2", "2 of its 4 trials are gone")]
    public void Trials_that_are_gone_are_missed(string damage, string told)
    {
        Damage($"{damage} AND sweep_id = (SELECT id FROM sweep WHERE name = 'small')");
        foreach (var words in (string[][])[["list"], ["show", "small"], ["report", "small"], ["verify", "small"], ["work", "small"]])
        {
            var printed = _session.Run(words);
            Assert.Equal((2, true, string.Join(' ', words)), (printed.ExitCode, printed.Error.Contains(told, StringComparison.Ordinal), string.Join(' ', words)));
        }
    }

    [Theory]
    [InlineData("UPDATE trial SET state = 'weird' WHERE id = 1", "the state of a trial is 'weird'")]
    [InlineData("DELETE FROM attempt WHERE id = (SELECT attempt_id FROM trial WHERE id = 1)", "its attempt is gone")]
    public void A_trial_that_is_damaged_is_told_in_a_report(string damage, string told)
    {
        Damage(damage);
        var printed = _session.Run("report", "small");
        Assert.Equal(2, printed.ExitCode);
        Expect.Has($"is damaged: trial small#1/1 cannot be read ({told})", printed.Error);
    }

    private List<string> Columns(string table)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Whether SQLite takes the value: the tables are strict.</summary>
    private bool Damage(string table, string column, string junk)
    {
        // Of the first sweep or trial alone.
        var key = table is "parameter" ? "trial_id" : table is "metric" or "trace" or "prediction" or "weights" ? "attempt_id" : "id";
        try
        {
            return Damage($"UPDATE OR IGNORE {table} SET {column} = {junk} WHERE {key} = (SELECT min({key}) FROM {table})") > 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private int Damage(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat('DROP TRIGGER ' || name, '; ') FROM sqlite_master WHERE type = 'trigger'";
        var triggers = command.ExecuteScalar() as string ?? "";
        command.CommandText = $"PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {triggers}; {sql}";
        return command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_session.Store};Pooling=False");
        connection.Open();
        return connection;
    }
}
