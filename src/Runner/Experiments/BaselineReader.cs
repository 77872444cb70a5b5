using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads which point the others are to beat.</summary>
internal static class BaselineReader
{
    /// <exception cref="ExperimentException">It is neither a variant nor a point.</exception>
    public static Located<PlanBaseline> Read(YamlValue value, ObjectiveSpace space, SettingsReader settings)
    {
        string[] variants = [.. settings.Variants.Select(v => v.Name)];
        if (value is YamlText && variants.Length > 0) return new(new PlanBaseline(value.AsChoice("baseline", variants), new Dictionary<string, string>()), value.At);
        if (value is not YamlMap { Entries.Count: > 0 } map)
            throw value.Unexpected("baseline", "the name of a variant, or a point such as {learning_rate: 0.01, lambda: 0}");
        map.WithKeys(" of baseline", [.. variants.Length > 0 ? (string[])[SearchFactor.VariantKey] : [], .. settings.Parameters.Select(p => p.Name)], []);
        var point = new OrderedDictionary<string, string>();
        string? variant = null;
        foreach (var (key, item) in map.Entries)
        {
            if (settings.Parameters.Any(p => p.Name == key.Text)) point[key.Text] = space.Find(key.Text)!.Read(item).Json;
            else variant = item.AsChoice("the variant of baseline", variants);
        }
        return new(new PlanBaseline(variant, point), value.At);
    }
}
