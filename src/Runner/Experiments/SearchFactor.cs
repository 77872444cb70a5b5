using System.Text.Json;
using Goalkeeper.Search;

namespace Goalkeeper.Runner;

/// <summary>What one dimension of a search is to an experiment: a parameter, several that go together, or the variant.</summary>
/// <param name="Names">The parameters.</param>
/// <param name="Domain">The dimension's values: numbers of a range, or places in <paramref name="Rows"/>.</param>
/// <param name="Rows">The parameters' values together, row by row; null: one parameter over a range.</param>
internal sealed record SearchFactor(IReadOnlyList<string> Names, Domain Domain, IReadOnlyList<IReadOnlyList<SettingValue>>? Rows)
{
    /// <summary>What the variant is called among parameters; none of them is.</summary>
    public const string Variant = "";

    /// <summary>What experiment files call the variant of a point.</summary>
    public const string VariantKey = "variant";

    /// <summary>The factor of some variants.</summary>
    public static SearchFactor OfVariants(IEnumerable<string> names)
    {
        var rows = names.Select(name => (IReadOnlyList<SettingValue>)[SettingValue.Of(name)]).ToList();
        return new SearchFactor([Variant], Choice.Of(rows.Count), rows);
    }

    /// <summary>The factor of a parameter, or of several that go together.</summary>
    /// <param name="names">The parameters.</param>
    /// <param name="jsons">Their values, as a plan has them.</param>
    /// <exception cref="FormatException">They are none.</exception>
    public static SearchFactor Of(IReadOnlyList<string> names, IReadOnlyList<string> jsons)
    {
        var first = JsonElement.Parse(jsons[0]);
        var isMap = first.ValueKind == JsonValueKind.Object;
        if (isMap && !first.TryGetProperty("values", out _)) return new SearchFactor(names, ParameterDistribution.Parse(first).Domain, Rows: null);
        var columns = jsons.Select(Values).ToList();
        var rows = columns[0].Select((_, i) => (IReadOnlyList<SettingValue>)[.. columns.Select(column => column[i])]).ToList();
        var domain = isMap
            ? new Choice([.. first.GetProperty("probabilities").EnumerateArray().Select(p => p.GetDouble())])
            : Choice.Of(rows.Count, isOrdered: names.Count == 1 && IsSorted(columns[0]));
        return new SearchFactor(names, domain, rows);
    }

    /// <summary>The parameters' values where the dimension has a value.</summary>
    public IEnumerable<(string Name, SettingValue Value)> ValuesAt(double value) =>
        Rows is null ? [(Names[0], SettingValue.Of(value))] : Names.Zip(Rows[(int)value]);

    /// <summary>The dimension's value where the parameters have theirs; NaN where it has none. Of several that go together some may have no value.</summary>
    public double Place(IReadOnlyDictionary<string, SettingValue> values)
    {
        if (Names is [var only] && !values.ContainsKey(only)) return double.NaN;
        if (Rows is null) return values.TryGetValue(Names[0], out var number) ? number.Number : double.NaN;
        foreach (var (i, row) in Rows.Index())
        {
            if (Names.Zip(row).All(v => !values.TryGetValue(v.First, out var value) || value == v.Second)) return i;
        }
        return double.NaN;
    }

    /// <summary>The dimension's values where a parameter has one of some values.</summary>
    public IReadOnlyList<double> Places(string name, IReadOnlyCollection<SettingValue?> allowed)
    {
        var column = Names.ToList().IndexOf(name);
        return [.. (Rows ?? []).Index().Where(row => allowed.Contains(row.Item[column])).Select(row => (double)row.Index)];
    }

    /// <summary>The values that a plan lists for a parameter; none where they are distributed over a range.</summary>
    public static IEnumerable<JsonElement> Listed(JsonElement parameter) => parameter.ValueKind == JsonValueKind.Array
        ? parameter.EnumerateArray()
        : parameter.TryGetProperty("values", out var values) ? values.EnumerateArray() : [];

    private static List<SettingValue> Values(string json) => [.. Listed(JsonElement.Parse(json)).Select(SettingValue.From)];

    // Numbers from the smallest to the largest, or the other way round: neighbours are alike.
    private static bool IsSorted(List<SettingValue> values)
    {
        if (values.Exists(v => v.IsList || v.Json.StartsWith('"'))) return false;
        var steps = values.Zip(values.Skip(1)).Select(pair => Math.Sign(pair.Second.Number - pair.First.Number)).Distinct().ToList();
        return steps is [not 0];
    }
}
