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
        // What belongs to a trial comes before it: an ended trial takes nothing more.
        string[] tables = ["dataset", "sweep", "parameter", "metric", "trace", "prediction", "weights", "trial"];
        command.CommandText = $"ATTACH '{today}' AS today";
        command.ExecuteNonQuery();
        foreach (var table in tables)
        {
            // Columns that came later are left out.
            command.CommandText = $"SELECT group_concat(name) FROM pragma_table_info('{table}', 'main')";
            var columns = command.ExecuteScalar();
            command.CommandText = $"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}";
            command.ExecuteNonQuery();
        }
        command.CommandText = "PRAGMA user_version";
        Assert.Equal(1L, command.ExecuteScalar());
    }
}
