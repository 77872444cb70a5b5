using System.Globalization;

namespace Goalkeeper.Bench;

/// <summary>All that is measured, as one Markdown page: on what and with what, and the table.</summary>
internal static class Measurements
{
    /// <summary>The table's parts, each of which can be measured alone.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["training", "workers", "tracker", "inserts", "importance"];

    /// <summary>Measures some groups; rows are told on the error stream as they come.</summary>
    public static string Document(Effort effort, IReadOnlyList<string> groups)
    {
        var folder = Directory.CreateTempSubdirectory("goalkeeper-bench-").FullName;
        try
        {
            using var numpy = NumPy.Start(folder);
            var machine = Machine.Describe(numpy).ToList();
            var rows = new List<Row>();
            foreach (var row in groups.SelectMany(group => Measure(group, effort, numpy, folder)))
            {
                Console.Error.WriteLine($"{row.What}: {(row.Ratio.Length > 0 ? row.Ratio : row.Met)}");
                // A small run's figures are no measurement.
                rows.Add(effort == Effort.Small && row.Ratio.Length > 0 ? row with { Met = "not judged" } : row);
            }
            return Write(effort, machine, rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Row> Measure(string group, Effort effort, NumPy? numpy, string folder) => group switch
    {
        "training" => TrainingRows.Measure(effort, numpy, FmaLimit.Compile(folder), DataFolder()),
        "workers" => WorkerRows.Measure(effort, folder),
        "tracker" => TrackerRows.Measure(effort, folder),
        "inserts" => InsertRows.Measure(effort, folder),
        "importance" => ImportanceRows.Measure(effort),
        _ => throw new ArgumentException($"There is no group {group}.", nameof(group)),
    };

    // As the goalkeeper command has it, from the repository's folder.
    private static string DataFolder() =>
        Environment.GetEnvironmentVariable("GOALKEEPER_DATA") is { Length: > 0 } folder ? folder : Path.Combine(Repository.Root, "data");

    private static string Write(Effort effort, IEnumerable<string> machine, IReadOnlyList<Row> rows)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        output.WriteLine("# Measurements");
        output.WriteLine();
        output.WriteLine(effort == Effort.Small
            ? "A small run: it shows that everything still runs. Its figures say nothing."
            : "Printed by `bench/run`; [README.md](README.md) says what is compared with what, and how.");
        output.WriteLine();
        foreach (var line in machine) output.WriteLine($"- {line}");
        output.WriteLine();
        Table.Write(output, rows);
        return output.ToString();
    }
}
