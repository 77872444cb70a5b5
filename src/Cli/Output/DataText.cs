using System.Globalization;
using Goalkeeper.Report.Text;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Output;

/// <summary>What trials will learn from, for people.</summary>
internal static class DataText
{
    /// <summary>"Data: matches.csv: train 60, dev 20; label 1 is yes, 0 is no. The same answer always gets 55.0 % of train, 60.0 % of dev."</summary>
    public static string Of(Dataset dataset)
    {
        var splits = dataset.Splits.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Examples.Count}"));
        var constant = dataset.Splits.Select(
            s => $"{NumberText.Measured("train_accuracy", ConstantAnswer.Of(s.Examples.Labels).Share)} of {s.Name}");
        var labels = Labels(dataset.ClassNames) is { } meaning ? $"; label {meaning}" : "";
        var filled = dataset.Splits.Sum(s => s.Examples.Features.Count(double.IsNaN));
        string?[] missing =
        [
            dataset.RowsLeftOut > 0 ? $"; {NumberText.Count(dataset.RowsLeftOut, "row")} with missing values left out" : null,
            filled > 0 ? $"; {NumberText.Count(filled, "missing feature")} become{(filled == 1 ? "s" : "")} the mean" : null,
        ];
        return $"Data: {dataset.Name}: {string.Join(", ", splits)}{string.Concat(missing)}{labels}. "
            + $"The same answer always gets {string.Join(", ", constant)}.";
    }

    /// <summary>"1 is yes, 0 is no"; null where the labels stand for themselves.</summary>
    public static string? Labels(IReadOnlyList<string> classNames) =>
        classNames is ["0", "1"] ? null : $"1 is {classNames[1]}, 0 is {classNames[0]}";
}
