using System.Globalization;
using System.Text.Json;
using Goalkeeper.Report.Plots;

namespace Goalkeeper.Report.Figures;

/// <summary>A parameter that has a place on an axis: its numbers, how it is called, how its axis spreads.</summary>
internal sealed class Parameter
{
    /// <summary>Values further apart than this are spread by ratio.</summary>
    private const double LogRatio = 10;

    private Parameter(string name, List<double> values, IReadOnlyList<string> otherNames)
    {
        Name = name;
        Values = values;
        OtherNames = otherNames;
    }

    /// <summary>The setting's name.</summary>
    public string Name { get; }

    /// <summary>Its distinct values, ascending.</summary>
    public List<double> Values { get; }

    /// <summary>What else varies between points: the other parameters, and the variants.</summary>
    public IReadOnlyList<string> OtherNames { get; }

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
            if (distinct.Count > 1) parameters.Add(new Parameter(name, distinct, Others(summary, name)));
        }
        return parameters;
    }

    /// <summary>A row's value.</summary>
    public double Of(SummaryRow row) => Number(row.Parameters[Name])!.Value;

    /// <summary>What a row has besides: "keep_prob = 0.86"; empty where nothing else varies.</summary>
    public string Others(SummaryRow row) => Wording.Point(row.Variant, row.Parameters.Where(p => p.Key != Name));

    /// <summary>"λ = 0.7".</summary>
    public string Setting(double value) => $"{Label} = {Wording.Number(value)}";

    private static List<string> Others(SweepSummary summary, string name) =>
    [
        .. summary.HasVariants ? ["variants"] : (string[])[],
        .. summary.Parameters.Where(p => p != name).Select(Wording.Setting),
    ];

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
