using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A column of labels: two values, numbers or words, of which one stands for 1.</summary>
internal sealed class CsvLabels(CsvTable csv, int column)
{
    private const int MostShown = 5;
    private const double LargestExact = 1L << 53;

    private readonly List<int> _rows = [];
    private readonly OrderedDictionary<string, (int Place, int Line)> _values = [];

    /// <summary>Takes the label of this row.</summary>
    public void Read()
    {
        if (csv.IsMissing(column)) throw csv.Error(column, "the label is missing; expected one of two values, such as 0 and 1");
        // 1 and 1.0 are one label. Whole numbers of which some share a double, and what is beyond all, are taken for words.
        var value = csv.TryNumber(column, out var number) && Math.Abs(number) < LargestExact ? Text(number) : csv.Text(column);
        if (!_values.TryGetValue(value, out var known)) _values.Add(value, known = (_values.Count, csv.Line));
        _rows.Add(known.Place);
    }

    /// <summary>The labels as 0 and 1, and what these stand for: of numbers the larger is 1, of words the later one, such as yes or True.</summary>
    /// <param name="positive">What 1 stands for, where somebody says it.</param>
    /// <exception cref="UserErrorException">The column has one value, or more than two, or not <paramref name="positive"/>.</exception>
    public (double[] Labels, IReadOnlyList<string> ClassNames) Resolve(Located<string>? positive)
    {
        if (_values.Count != 2) throw csv.Error($"the labels in column {csv.Names[column]} are {Found()}; expected two values, such as 0 and 1");
        var classes = Ordered();
        if (positive is not null)
        {
            var one = Number(positive.Value) is { } number ? Text(number) : positive.Value;
            if (!classes.Contains(one))
            {
                throw new ExperimentException(
                    positive.At,
                    $"positive is `{positive.Value}`, and the labels in column {csv.Names[column]} are {classes[0]} and {classes[1]}; "
                    + $"expected one of them{Spelling.Hint(positive.Value, classes)}");
            }
            if (one == classes[0]) classes = [classes[1], classes[0]];
        }
        var place = _values[classes[1]].Place;
        return ([.. _rows.Select(row => row == place ? 1.0 : 0)], classes);
    }

    private string[] Ordered() => _values.Keys.All(value => Number(value) is not null)
        ? [.. _values.Keys.OrderBy(value => Number(value))]
        : [.. _values.Keys.Order(StringComparer.OrdinalIgnoreCase).ThenBy(value => value, StringComparer.Ordinal)];

    private string Found()
    {
        if (_values.Count == 1) return string.Create(CultureInfo.InvariantCulture, $"all `{_values.GetAt(0).Key}`, and there is nothing to learn");
        var shown = _values.Take(MostShown).Select(v => string.Create(CultureInfo.InvariantCulture, $"`{v.Key}` (line {v.Value.Line})"));
        var more = _values.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $", and {_values.Count - MostShown} more") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{_values.Count}: {string.Join(", ", shown)}{more}");
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < LargestExact ? number : null;

    // −0 and 0 are one label, too.
    private static string Text(double number) => (number + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
