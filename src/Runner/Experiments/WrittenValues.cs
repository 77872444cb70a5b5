using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// The values of a plan's parameters as its file has them: 1e-3 and not 0.001, true and not "true". A table of trials has neither, and two spellings of a
/// value are one value.
/// </summary>
internal sealed class WrittenValues
{
    private readonly Dictionary<(string? Variant, string Name, string Value), JsonElement> _values = [];

    /// <summary>Those of a plan.</summary>
    /// <exception cref="UserErrorException">It has a value that is none.</exception>
    public WrittenValues(SweepPlan plan)
    {
        try
        {
            foreach (var (name, values) in plan.Parameters)
                foreach (var value in SearchFactor.Listed(JsonElement.Parse(values))) Add(null, name, value);
            foreach (var variant in plan.Variants)
                foreach (var (name, value) in variant.Settings) Add(variant.Name, name, JsonElement.Parse(value));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new UserErrorException($"{plan.Title} cannot be read: {StoreErrors.Reason(e)}", e);
        }
    }

    /// <summary>The values of a trial by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Of(PlannedTrial trial) => trial.Parameters.ToDictionary(p => p.Key, p => Of(trial.Variant, p.Key, p.Value));

    private JsonElement Of(string? variant, string name, string json)
    {
        var value = SettingValue.Parse(json).Json;
        if (_values.TryGetValue((variant, name, value), out var own)) return own;
        return _values.TryGetValue((null, name, value), out var written) ? written : JsonElement.Parse(value);
    }

    private void Add(string? variant, string name, JsonElement value) => _values[(variant, name, SettingValue.From(value).Json)] = value;
}
