using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// The settings that an objective knows: which names an experiment may give a value, fixed or varied, and how each value is read.
/// </summary>
internal abstract class ObjectiveSpace
{
    /// <summary>The space of the built-in networks.</summary>
    public static NetworkSpace Network { get; } = new();

    /// <summary>The space of programs: any name will do, but for those that Goalkeeper tells a program itself.</summary>
    public static ProgramSpace Program { get; } = new(isOpen: false);

    /// <summary>The same as sweep files of W&amp;B have it: `seed` is a parameter like any other, and then the trial's seed; null and an empty list are values.</summary>
    public static ProgramSpace AnyProgram { get; } = new(isOpen: true);

    /// <summary>The settings in the order of the documentation and of the plan; none where any name will do.</summary>
    public abstract IReadOnlyList<Setting> Settings { get; }

    /// <summary>The setting of that name, or null where the objective has none such.</summary>
    public virtual Setting? Find(string name) => Settings.FirstOrDefault(s => s.Name == name);

    /// <summary>The values, and the default of each setting that has none.</summary>
    /// <exception cref="KeyNotFoundException">A required setting has no value.</exception>
    public virtual IReadOnlyDictionary<string, SettingValue> Complete(IReadOnlyDictionary<string, SettingValue> values) => values;

    /// <summary>The name that a setting has here, which may be called otherwise elsewhere.</summary>
    internal virtual string Canonical(string name) => name;

    /// <summary>Why there is no setting of that name, or null where nothing is known of it.</summary>
    internal virtual string? WhyNone(string name) => null;

    /// <summary>"; did you mean `x`?", or nothing.</summary>
    internal virtual string Hint(string word, IReadOnlyCollection<string> known) => Spelling.Hint(word, known);
}
