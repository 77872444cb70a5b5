using Goalkeeper.Store;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Store;

/// <summary>Stores as the first version made them: its schema, with rows that a store of today has been given.</summary>
internal static class VersionOne
{
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="fill">Makes a store of today at a path that it is given.</param>
    public static void Write(string path, Action<string> fill)
    {
        var today = path + ".today";
        fill(today);
        SweepStore.Open(path, TimeSpan.FromSeconds(1), [Migration.All[0]]).Dispose();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
        // What belongs to a trial comes before it: an ended trial takes nothing more. What was measured belongs to its last attempt by now.
        string[] tables = ["dataset", "sweep", "parameter", "metric", "trace", "prediction", "weights", "trial"];
        Dictionary<string, string> todays = new()
        {
            ["sweep"] = "(SELECT *, NULL AS process_id FROM today.sweep)",
            ["metric"] = Measured("metric"),
            ["trace"] = $"(SELECT *, step AS iteration FROM {Measured("trace")})",
            ["prediction"] = Measured("prediction"),
            ["weights"] = Measured("weights"),
        };
        command.CommandText = $"ATTACH '{today}' AS today";
        command.ExecuteNonQuery();
        foreach (var table in tables)
        {
            // Columns that came later are left out.
            command.CommandText = $"SELECT group_concat(name) FROM pragma_table_info('{table}', 'main')";
            var columns = command.ExecuteScalar();
            command.CommandText = $"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM {todays.GetValueOrDefault(table, $"today.{table}")}";
            command.ExecuteNonQuery();
        }
        command.CommandText = "PRAGMA user_version";
        Assert.Equal(1L, command.ExecuteScalar());

        static string Measured(string table) => $"(SELECT t.id AS trial_id, m.* FROM today.{table} m JOIN today.trial t ON t.attempt_id = m.attempt_id)";
    }
}
