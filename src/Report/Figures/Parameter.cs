using System.Text.Json;
using System.Text.RegularExpressions;
using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report.Figures;

/// <summary>
/// A parameter that has a place on an axis: its numbers, how it is called, how its axis spreads. A list of one number per layer, such as
/// keep_prob's, is a parameter for each layer.
/// </summary>
internal sealed partial class Parameter
{
    private readonly string _setting;
    private readonly int _layer;
    private readonly int _layers;
    private readonly bool _isEvenRange;

    private Parameter(SweepSummary summary, string setting, int layer, int layers)
    {
        _setting = setting;
        _layer = layer;
        _layers = layers;
        _isEvenRange = summary.Plan.IsEvenRange(setting);
        IsRange = summary.Plan.IsRange(setting);
        var name = FileOf(summary, setting);
        Name = layers == 1 ? name : FormattableString.Invariant($"{name}-{layer + 1}");
        Rows = [.. summary.Rows.Where(Has)];
        Values = [.. Rows.Select(Of).Distinct().Order()];
        Lacking = summary.Rows.Count - Rows.Count;
        OtherNames =
        [
            .. summary.HasVariants ? ["variants"] : (string[])[],
            .. summary.Parameters.Where(p => p != setting).Select(Wording.Setting),
            .. OtherLayers().Select(LabelOf),
        ];
    }

    /// <summary>What files about it are called: the setting's name, and the layer's number where it is of one layer.</summary>
    public string Name { get; }

    /// <summary>Whether it was searched in a range.</summary>
    public bool IsRange { get; }

    /// <summary>The points that have it, in the plan's order.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>How many have it not: elsewhere in a conditional space.</summary>
    public int Lacking { get; }

    /// <summary>Its distinct values, ascending.</summary>
    public List<double> Values { get; }

    /// <summary>What else varies between points: the variants, the other parameters, the other layers.</summary>
    public IReadOnlyList<string> OtherNames { get; }

    /// <summary>λ for lambda, "hidden units" for one hidden layer's size, "keep_prob of layer 2".</summary>
    public string Label => LabelOf(_layer);

    /// <summary>The axis to draw it on.</summary>
    public Axis Axis => new(Label) { At = Values, Kind = ChartColumn.ScaleOf(Values, _isEvenRange) };

    /// <summary>The parameters of a sweep that are numbers, or as many numbers, wherever there are, with at least two values.</summary>
    public static IReadOnlyList<Parameter> Of(SweepSummary summary) =>
    [
        .. summary.Parameters.SelectMany(setting =>
        {
            var layers = LayersOf(summary, setting);
            return Enumerable.Range(0, layers).Select(layer => new Parameter(summary, setting, layer, layers));
        }).Where(parameter => parameter.Values.Count > 1),
    ];

    /// <summary>How many numbers a setting is, the same wherever it is; 0 of any other.</summary>
    private static int LayersOf(SweepSummary summary, string setting)
    {
        var lengths = summary.Rows.Select(row => row.Parameters.GetValueOrDefault(setting)).Where(value => value is not null).Select(value => Numbers(value).Length).Distinct().ToList();
        return lengths is [var layers] ? layers : 0;
    }

    /// <summary>Whether it is of a setting.</summary>
    public bool IsOf(string setting) => _setting == setting;

    /// <summary>Whether a row has it.</summary>
    public bool Has(SummaryRow row) => row.Parameters.GetValueOrDefault(_setting) is not null;

    /// <summary>What files about a setting are called. A store from elsewhere can have one of any name, also one that leads out of the report's folder.</summary>
    public static string FileOf(SweepSummary summary, string setting) =>
        FileName().IsMatch(setting) ? setting : FormattableString.Invariant($"parameter--{summary.Parameters.Index().First(p => p.Item == setting).Index + 1}");

    /// <summary>The value of a row that has it.</summary>
    public double Of(SummaryRow row) => Numbers(row.Parameters[_setting])[_layer];

    /// <summary>What a row has besides: "keep_prob = 0.86"; empty where nothing else varies.</summary>
    public string Others(SummaryRow row)
    {
        var numbers = Numbers(row.Parameters[_setting]);
        var layers = OtherLayers().Select(layer => Wording.Assignment(LabelOf(layer), numbers[layer]));
        return string.Join(", ", layers.Prepend(Wording.Point(row.Variant, row.Parameters.Where(p => p.Key != _setting))).Where(t => t.Length > 0));
    }

    /// <summary>"λ = 0.7".</summary>
    public string Setting(double value) => Wording.Assignment(Label, value);

    private IEnumerable<int> OtherLayers() => Enumerable.Range(0, _layers).Where(layer => layer != _layer);

    private string LabelOf(int layer) => _layers > 1
        ? FormattableString.Invariant($"{Wording.Setting(_setting)} of layer {layer + 1}")
        : _setting == "hidden" ? "hidden units" : Wording.Setting(_setting);

    /// <summary>A number is one, a list of numbers as many; anything else is none.</summary>
    private static double[] Numbers(object? value) => value switch
    {
        long integer => [integer],
        double number => [number],
        string list when list.StartsWith('[') => List(list),
        _ => [],
    };

    private static double[] List(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<double[]>(json)!;
        }
        catch (JsonException) // a word that only looks like a list
        {
            return [];
        }
    }

    [GeneratedRegex(@"^[a-z0-9_]{1,60}\z")]
    private static partial Regex FileName();
}
