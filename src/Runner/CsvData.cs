using System.Globalization;
using CsvHelper;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A CSV file of examples: a header, feature columns of numbers, a label column of 0 and 1, perhaps a column that says the split.</summary>
internal sealed class CsvData(string path, IReadOnlyList<string> features, string label)
{
    private static readonly string[] SplitNames = ["train", "dev", "test"];

    private readonly List<(string? Split, double[] Features, double Label)> _rows = [];

    /// <exception cref="UserErrorException">The message names the file, and the row and column where there is one.</exception>
    public Dataset Read(string name, CsvSplit? split)
    {
        ReadRows((split as SplitColumn)?.Column);
        if (_rows.Count == 0) throw Error("no examples; expected a header and one row per example");
        var splitOf = split is SplitFractions fractions ? Assign(fractions) : [.. _rows.Select(row => row.Split ?? "train")];
        var train = Examples("train")
            ?? throw Error($"no example belongs to the train split; expected `train` in the split column of some rows, or fractions that leave some");
        return new Dataset(name, features, train, Examples("dev"), Examples("test"));

        Examples? Examples(string wanted)
        {
            var rows = _rows.Where((_, i) => splitOf[i] == wanted).ToList();
            return rows.Count == 0 ? null : new Examples([.. rows.SelectMany(r => r.Features)], [.. rows.Select(r => r.Label)]);
        }
    }

    private void ReadRows(string? splitColumn)
    {
        var options = new CsvReaderOptions
        {
            Separator = ',',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        try
        {
            using var csv = CsvReader.FromFile(path, options);
            csv.ReadHeader();
            if (csv.Headers.Count == 0) throw Error("empty; expected a header and one row per example");
            int[] featureColumns = [.. features.Select(feature => Column(csv, feature))];
            var labelColumn = Column(csv, label);
            int? splitIndex = splitColumn is null ? null : Column(csv, splitColumn);
            while (csv.Read())
            {
                var numbers = Array.ConvertAll(featureColumns, column => Number(csv, column));
                _rows.Add((splitIndex is { } s ? Split(csv, s) : null, numbers, Label(csv, labelColumn)));
            }
        }
        catch (CsvFormatException e)
        {
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"{path}: row {e.LineNumber}: not well-formed CSV: {e.Message}"), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private int Column(CsvReader csv, string name)
    {
        string[] header = [.. csv.Headers];
        var found = Array.FindAll(header, h => h == name).Length;
        if (found == 1) return Array.IndexOf(header, name);
        throw found > 1
            ? Error($"the header has {found} columns named `{name}`; expected one")
            : Error($"no column `{name}`; the header has {string.Join(", ", header)}{Spelling.Hint(name, header)}");
    }

    private double Number(CsvReader csv, int column)
    {
        var text = Field(csv, column);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Error(csv, column, $"`{text}` is not a finite number; expected one such as -0.158986");
    }

    private double Label(CsvReader csv, int column)
    {
        var text = Field(csv, column);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is 0 or 1
            ? number
            : throw Error(csv, column, $"the label is `{text}`; expected 0 or 1");
    }

    private string Split(CsvReader csv, int column)
    {
        var text = Field(csv, column);
        return SplitNames.Contains(text) ? text : throw Error(csv, column, $"the split is `{text}`; expected train, dev or test");
    }

    private string Field(CsvReader csv, int column) => column < csv.FieldCount
        ? csv.GetString(column)
        : throw Error(csv, column, $"the row ends before this column, after {csv.FieldCount} fields; expected {csv.Headers.Count}");

    /// <summary>A seeded permutation gives the first examples to test, the next to dev, the rest to train; each split keeps the file's order.</summary>
    private string[] Assign(SplitFractions fractions)
    {
        var splitOf = new string[_rows.Count];
        var test = (int)Math.Round(fractions.Test * _rows.Count);
        var dev = (int)Math.Round(fractions.Dev * _rows.Count);
        foreach (var (example, place) in new RandomState(fractions.Seed).Permutation(_rows.Count).Select((example, place) => (example, place)))
            splitOf[example] = place < test ? "test" : place < test + dev ? "dev" : "train";
        return splitOf;
    }

    private UserErrorException Error(string problem) => new($"{path}: {problem}");

    private UserErrorException Error(CsvReader csv, int column, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}: row {csv.LineNumber}, column {csv.Headers[column]}: {problem}"));
}
