using Goalkeeper.Runner;
using Goalkeeper.Store;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Runner;

/// <summary>What the tests of experiment files share: a small experiment, the repository's files, SQLite as the row predicate.</summary>
internal static class Experiments
{
    /// <summary>The least that an experiment must say; tests add sections to it.</summary>
    public const string Minimal = """
        name: small
        dataset: pitch
        network: { hidden: [20, 3] }
        training: { learning_rate: 0.3, iterations: 300 }

        """;

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path.Combine(Root, "experiments"), "*.yaml").Order(StringComparer.Ordinal);

    public static Experiment Parse(string more, params string[] overrides) => ExperimentFile.Parse(Minimal + more, "x.yaml", overrides);

    public static ExperimentPlan Plan(string more, params string[] overrides) => Plan(Parse(more, overrides));

    public static ExperimentPlan Plan(Experiment experiment, string sha256 = "abc") =>
        ExperimentPlan.Expand(experiment, sha256, ["train", "dev", "test"], Evaluate);

    /// <summary>Evaluates the expression over the rows, each as a one-row table.</summary>
    public static IReadOnlyList<bool> Evaluate(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<object?>> rows, string expression)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return [.. rows.Select(row => IsTrue(connection, columns, row, expression))];
    }

    private static bool IsTrue(SqliteConnection connection, IReadOnlyList<string> columns, IReadOnlyList<object?> row, string expression)
    {
        using var command = connection.CreateCommand();
        var cells = string.Join(", ", columns.Select((name, i) => $"@p{i} as {name}"));
        command.CommandText = $"select ({expression}\n) is true from (select {cells})";
        for (var i = 0; i < row.Count; i++) command.Parameters.AddWithValue($"@p{i}", row[i] ?? DBNull.Value);
        try
        {
            return (long)command.ExecuteScalar()! == 1;
        }
        catch (SqliteException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Goalkeeper.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
