using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads what an experiment file says of what its trials do.</summary>
internal abstract class ObjectiveReader
{
    /// <summary>Keys of the file that an option may set.</summary>
    protected static readonly string[] SettableKeys = ["replicates", .. SearchReader.Settable];

    // SearchReader reads all but the first two.
    protected static readonly string[] MetricKeys = ["name", "goal", "target", "impute"];
    protected static readonly string[] Goals = [MetricDefinition.Maximize, MetricDefinition.Minimize];

    /// <summary>What it can be given.</summary>
    public abstract ObjectiveSpace Space { get; }

    /// <summary>What stands at the top of such a file.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>Names that the file has for parameters, whatever else they mean.</summary>
    public virtual IReadOnlyList<string> Named => [];

    /// <summary>What <c>--set</c> may name besides the settings of the <see cref="Space"/>.</summary>
    public abstract IReadOnlyList<string> Settable { get; }

    /// <summary>Texts of the file that are kept nowhere.</summary>
    public virtual IEnumerable<YamlText> Secrets => [];

    /// <summary>Refuses what does not stand at the top of such a file.</summary>
    public abstract void CheckKeys();

    /// <summary>What trials are compared by, or null: nothing is said.</summary>
    public abstract Located<MetricGoal>? Metric();

    /// <summary>The objective; nobody looks at it where something is wrong.</summary>
    /// <param name="settings">What the file says of the settings.</param>
    /// <param name="overrides">The <c>--set</c>s.</param>
    public abstract ObjectiveDescription Read(SettingsReader settings, IReadOnlyDictionary<string, SettingOverride> overrides);
}
