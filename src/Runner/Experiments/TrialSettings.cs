using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>The training settings of a plan's networks: what its trials need to be run, also from the store alone.</summary>
internal sealed class TrialSettings
{
    private readonly Dictionary<string, SettingValue> _shared = [];

    /// <summary>Reads a plan.</summary>
    /// <exception cref="UserErrorException">It has a setting of a later version, or a value that is none.</exception>
    public TrialSettings(SweepPlan plan)
    {
        try
        {
            foreach (var (name, json) in plan.Network.Concat(plan.Training)) _shared[Known(name)] = SettingValue.Parse(json);
        }
        catch (FormatException e)
        {
            throw new UserErrorException($"{plan.Title} cannot be read: {StoreErrors.Reason(e)}", e);
        }
    }

    /// <summary>All that the trial's numbers depend on besides the data: the plan's shared settings, its own, its seed.</summary>
    /// <exception cref="UserErrorException">The trial does not belong to this plan.</exception>
    public TrainingSettings Of(PlannedTrial trial) => Of(trial, ObjectiveSpace.Network.Resolve);

    /// <summary>The same by name, defaults included, in the order of <see cref="ObjectiveSpace.Settings"/>.</summary>
    /// <exception cref="UserErrorException">The trial does not belong to this plan.</exception>
    public IReadOnlyDictionary<string, SettingValue> ByName(PlannedTrial trial) => Of(trial, ObjectiveSpace.Network.Complete);

    private T Of<T>(PlannedTrial trial, Func<IReadOnlyDictionary<string, SettingValue>, T> read)
    {
        try
        {
            var values = new Dictionary<string, SettingValue>(_shared);
            foreach (var (name, json) in trial.Parameters) values[Known(name)] = SettingValue.Parse(json);
            values["seed"] = SettingValue.Of(trial.Seed);
            return read(values);
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException)
        {
            throw new UserErrorException(FormattableString.Invariant($"trial {trial.Number} does not fit its stored plan: {StoreErrors.Reason(e)}"), e);
        }
    }

    private static string Known(string name) => ObjectiveSpace.Network.Find(name) is not null
        ? name
        : throw new UserErrorException(
            $"the stored plan has the setting `{name}`, which this version does not know; expected a newer goalkeeper");
}
