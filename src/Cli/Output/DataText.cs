using System.Globalization;
using Goalkeeper.Report.Text;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Output;

/// <summary>What trials will learn from, for people.</summary>
internal static class DataText
{
    private const int MostNames = 20;

    /// <summary>"Data: matches.csv: train 60, dev 20; label 1 is yes, 0 is no. The same answer always gets 55.0 % of train, 60.0 % of dev."</summary>
    public static string Of(Dataset dataset)
    {
        var splits = dataset.Splits.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Examples.Count}"));
        var constant = dataset.Splits.Select(
            s => $"{NumberText.Percent(ConstantAnswer.Of(s.Examples.Labels).Share)} of {s.Name}");
        var labels = Labels(dataset.ClassNames) is { } meaning ? $"; label {meaning}" : "";
        var filled = dataset.Splits.Sum(s => Missing(s.Examples, dataset.Columns));
        string?[] missing =
        [
            dataset.RowsLeftOut > 0 ? $"; {NumberText.Count(dataset.RowsLeftOut, "row")} with missing values left out" : null,
            filled > 0 ? $"; {NumberText.Count(filled, "missing value")} become{(filled == 1 ? "s" : "")} the mean" : null,
        ];
        return $"Data: {dataset.Name}: {string.Join(", ", splits)}{string.Concat(missing)}{labels}. "
            + $"The same answer always gets {string.Join(", ", constant)}.";
    }

    /// <summary>"Features: age, country (4 words)"; null where they come from no table.</summary>
    public static string? Features(Dataset dataset)
    {
        var names = dataset.Columns.Select(c => c.Categories.Count == 0 ? c.Name : $"{c.Name} ({NumberText.Count(c.Categories.Count, "word")})").ToList();
        if (names.Count == 0) return null;
        var more = names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "";
        return $"Features: {string.Join(", ", names.Take(MostNames))}{more}";
    }

    // A missing word is NaN in each of its column's features, and is one value.
    private static int Missing(Examples examples, IReadOnlyList<FeatureColumn> columns)
    {
        var (first, count) = (0, 0);
        foreach (var column in columns)
        {
            for (var i = first; i < examples.Features.Length; i += examples.FeatureCount) count += double.IsNaN(examples.Features[i]) ? 1 : 0;
            first += column.Width;
        }
        return count;
    }

    /// <summary>"1 is yes, 0 is no"; null where the labels stand for themselves.</summary>
    public static string? Labels(IReadOnlyList<string> classNames) =>
        classNames is ["0", "1"] ? null : $"1 is {classNames[1]}, 0 is {classNames[0]}";
}
