using System.Text.Json;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A plan read back from the store: what a trial needs to be run again, without its experiment file.</summary>
public sealed class StoredPlan
{
    private readonly Dictionary<string, SettingValue> _fixed = [];

    private StoredPlan(JsonElement plan)
    {
        foreach (var section in new[] { Setting.Network, Setting.Training })
        {
            foreach (var setting in plan.GetProperty(section).EnumerateObject())
                _fixed[Known(setting.Name)] = SettingValue.From(setting.Value);
        }
        if (plan.GetProperty("dataset").TryGetProperty("scale", out var scale)) Scale = new Scale(scale[0].GetDouble(), scale[1].GetDouble());
    }

    /// <summary>What the features were multiplied by as they were read.</summary>
    public Scale Scale { get; } = Scale.One;

    /// <summary>Reads the JSON of <see cref="ExperimentPlan.ToJson"/>.</summary>
    /// <exception cref="UserErrorException">It is not such a plan, or a later version's.</exception>
    public static StoredPlan Parse(string planJson)
    {
        try
        {
            using var document = JsonDocument.Parse(planJson);
            return new StoredPlan(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UserErrorException($"the stored plan cannot be read: {e.Message}", e);
        }
    }

    /// <summary>All that the trial's numbers depend on besides the data: the plan's fixed settings, its own, its seed.</summary>
    /// <exception cref="UserErrorException">The trial does not belong to this plan.</exception>
    public TrainingSettings SettingsOf(PlannedTrial trial) => Of(trial, Setting.Resolve);

    /// <summary>The same by name, defaults included, in the order of <see cref="Setting.All"/>.</summary>
    /// <exception cref="UserErrorException">The trial does not belong to this plan.</exception>
    public IReadOnlyDictionary<string, SettingValue> ValuesOf(PlannedTrial trial) => Of(trial, Setting.Complete);

    private T Of<T>(PlannedTrial trial, Func<IReadOnlyDictionary<string, SettingValue>, T> read)
    {
        try
        {
            var values = new Dictionary<string, SettingValue>(_fixed);
            foreach (var (name, json) in trial.Parameters) values[Known(name)] = SettingValue.Parse(json);
            values["seed"] = SettingValue.Of(trial.Seed);
            return read(values);
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException)
        {
            throw new UserErrorException(FormattableString.Invariant($"trial {trial.Number} does not fit its stored plan: {e.Message}"), e);
        }
    }

    private static string Known(string name) => Setting.Find(name) is not null
        ? name
        : throw new UserErrorException(
            $"the stored plan has the setting `{name}`, which this version does not know; expected a newer goalkeeper");
}
