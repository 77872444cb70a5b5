using System.Globalization;
using System.Text.Json;
using Goalkeeper.Report.Plots;

namespace Goalkeeper.Report.Figures;

/// <summary>A parameter that has a place on an axis: its numbers, how it is called, how its axis spreads.</summary>
internal sealed class Parameter
{
    /// <summary>Values further apart than this are spread by ratio.</summary>
    private const double LogRatio = 10;

    private readonly SweepSummary _summary;

    private Parameter(SweepSummary summary, string name, IReadOnlyList<double> values)
    {
        _summary = summary;
        Name = name;
        Values = values;
    }

    /// <summary>The setting's name.</summary>
    public string Name { get; }

    /// <summary>Its distinct values, ascending.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>λ for lambda, "hidden units" for one hidden layer's size.</summary>
    public string Label => Name == "hidden" ? "hidden units" : Wording.Setting(Name);

    /// <summary>The axis to draw it on.</summary>
    public Axis Axis
    {
        get
        {
            var positive = Values.Where(v => v > 0).ToList();
            var spread = positive.Count > 1 && Values[0] >= 0 && positive[^1] / positive[0] >= LogRatio;
            return new Axis(Label) { Kind = !spread ? ScaleKind.Linear : Values[0] == 0 ? ScaleKind.LogWithZero : ScaleKind.Log };
        }
    }

    /// <summary>The parameters of a sweep that are numbers everywhere, with at least two values.</summary>
    public static IReadOnlyList<Parameter> Of(SweepSummary summary)
    {
        var parameters = new List<Parameter>();
        foreach (var name in summary.Parameters)
        {
            var values = summary.Rows.Select(r => Number(r.Parameters.GetValueOrDefault(name))).ToList();
            if (values.Exists(v => v is null)) continue;
            var distinct = values.Select(v => v!.Value).Distinct().Order().ToList();
            if (distinct.Count > 1) parameters.Add(new Parameter(summary, name, distinct));
        }
        return parameters;
    }

    /// <summary>A row's value.</summary>
    public double Of(SummaryRow row) => Number(row.Parameters[Name])!.Value;

    /// <summary>The rows with a value.</summary>
    public IEnumerable<SummaryRow> RowsAt(double value) => _summary.Rows.Where(r => Of(r).Equals(value));

    /// <summary>"λ = 0.7".</summary>
    public string Setting(double value) => $"{Label} = {Wording.Number(value)}";

    private static double? Number(object? value) => value switch
    {
        long integer => integer,
        double number => number,
        string list when list.StartsWith('[') => OnlyItem(list),
        _ => null,
    };

    /// <summary>[4] is one hidden layer of 4 units: a number; [20, 3] is none.</summary>
    private static double? OnlyItem(string json)
    {
        using var list = JsonDocument.Parse(json);
        return list.RootElement.GetArrayLength() == 1
            ? double.Parse(list.RootElement[0].GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;
    }
}
