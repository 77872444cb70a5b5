using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// The table that a program may leave behind: what it predicted of examples, and what they are. It counts whole or not at all: examples that are
/// missing would make two trials seem to differ.
/// </summary>
/// <param name="path">The file; it need not be there.</param>
internal sealed class PredictionsFile(string path)
{
    private const long LargestSize = 64 << 20;
    private const int MostExamples = 1_000_000;
    private const int LongestName = 200;

    /// <summary>Reads it.</summary>
    /// <returns>A prediction a split, its examples in an order that is the same whatever the rows' order; and why there are none, where there is a file.</returns>
    public (IReadOnlyList<Prediction> Predictions, string? Problem) Read()
    {
        try
        {
            // A pipe or a device in its place has no length, and is not opened: it might wait for ever.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 } file) return ([], null);
            if (file.LinkTarget is not null) throw new UserErrorException($"{path}: a link; expected a file");
            if (file.Length > LargestSize) throw new UserErrorException($"{path}: larger than {LargestSize >> 20} MB; expected a smaller file");
            return (CsvTable.Read(path, Predictions), null);
        }
        catch (Exception e) when (e is UserErrorException or IOException or UnauthorizedAccessException)
        {
            return ([], $"its predictions are not kept: {Printable.Line(e.Message.Replace(path, Path.GetFileName(path), StringComparison.Ordinal))}");
        }
    }

    private static List<Prediction> Predictions(CsvTable table)
    {
        var (split, example, label, probability) = (table.Column("split"), table.Column("example"), table.Column("label"), table.Column("probability"));
        var examples = new List<(string Split, string Name, int Label, double Probability, int Line)>();
        while (table.Next())
        {
            if (examples.Count == MostExamples) throw table.Error(string.Create(CultureInfo.InvariantCulture, $"more than {MostExamples:N0} examples; expected fewer"));
            examples.Add((
                SplitName.Find(table.Text(split)) ?? throw table.Error(split, $"`{table.Text(split)}` is no split; expected train, dev or test"),
                Name(),
                Number(label, isIn: value => value is 0 or 1, "0 or 1: what the example is") is 0 ? 0 : 1,
                Number(probability, isIn: value => value is >= 0 and <= 1, "a number from 0 to 1: how likely it is a 1"),
                table.Line));
        }
        if (examples.Count == 0) throw table.Error("a header without rows; expected one row per example");
        return [.. examples.GroupBy(e => e.Split).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Prediction)];

        string Name()
        {
            var name = table.Text(example);
            return name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
                ? name
                : throw table.Error(example, string.Create(CultureInfo.InvariantCulture, $"no name of an example; expected 1 to {LongestName} characters on one line"));
        }

        double Number(int column, Func<double, bool> isIn, string expected) => table.TryNumber(column, out var number) && isIn(number)
            ? number
            : throw table.Error(column, $"`{table.Text(column)}`; expected {expected}");

        Prediction Prediction(IGrouping<string, (string Split, string Name, int Label, double Probability, int Line)> group)
        {
            // Shorter names first: 2 comes before 10.
            var sorted = group.OrderBy(e => e.Name.Length).ThenBy(e => e.Name, StringComparer.Ordinal).ToList();
            foreach (var (one, next) in sorted.Zip(sorted.Skip(1)))
            {
                if (one.Name == next.Name) throw table.Error(string.Create(CultureInfo.InvariantCulture, $"line {next.Line}: {group.Key} example {one.Name} was in line {one.Line} already; expected each once"));
            }
            return new Prediction(group.Key, [.. sorted.Select(e => e.Probability)])
            {
                Examples = ExampleSet.Of([.. sorted.Select(e => e.Name)], [.. sorted.Select(e => e.Label)]),
            };
        }
    }
}
