using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>
/// What the program knows about one name under <c>network</c> or <c>training</c>: where it stands, what it may be, what it is when it is
/// not written. The one table of settings; a new setting is a new row.
/// </summary>
public sealed class Setting
{
    /// <summary>The section of the network's shape.</summary>
    public const string Network = "network";

    /// <summary>The section of its training.</summary>
    public const string Training = "training";

    private const double MaxSeed = uint.MaxValue;
    private const int MaxLayerSize = 10_000;

    private static readonly TrainingSettings Blank = new() { Hidden = [], LearningRate = 1, Iterations = 1, RecordEvery = 1 };

    private readonly Func<YamlValue, SettingValue?> _read;
    private readonly Func<TrainingSettings, SettingValue, TrainingSettings> _apply;

    private Setting(
        string name,
        string section,
        string expected,
        SettingValue? byDefault,
        Func<YamlValue, SettingValue?> read,
        Func<TrainingSettings, SettingValue, TrainingSettings> apply,
        IReadOnlyList<string>? words = null)
    {
        (Name, Section, Expected, Default, Words) = (name, section, expected, byDefault, words ?? []);
        (_read, _apply) = (read, apply);
    }

    /// <summary>Every setting, in the order of the documentation and of the plan.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("hidden", Network, $"a list of layer sizes from 1 to {MaxLayerSize}, such as [20, 3]", null, ReadHidden,
            (s, v) => s with { Hidden = [.. v.Numbers.Select(n => (int)n)] }),
        Word("activation", Network, Activation.Relu, (s, v) => s with { Activation = v }),
        Word("initialization", Training, Initialization.He, (s, v) => s with { Initialization = v }),
        Number("initialization_scale", "a number above 0", SettingValue.Of(0.01), n => n > 0, (s, v) => s with { InitializationScale = v }),
        Whole("seed", 0, MaxSeed, SettingValue.Of(1), (s, v) => s with { Seed = (uint)v }),
        Number("learning_rate", "a number above 0", null, n => n > 0, (s, v) => s with { LearningRate = v }),
        Whole("iterations", 1, int.MaxValue, null, (s, v) => s with { Iterations = (int)v }),
        Whole("record_every", 1, int.MaxValue, null, (s, v) => s with { RecordEvery = (int)v }),
        Number("lambda", "a number, at least 0", SettingValue.Of(0), n => n >= 0, (s, v) => s with { Lambda = v }),
        new("keep_prob", Training, "a number above 0 and at most 1, or a list of them, one per hidden layer", SettingValue.Of(1),
            ReadKeepProb, (s, v) => s with { KeepProb = v.Numbers }),
        Word("dropout_mask", Training, DropoutMask.Resampled, (s, v) => s with { DropoutMask = v }),
    ];

    /// <summary>The name in the experiment file, the database and the tables.</summary>
    public string Name { get; }

    /// <summary><see cref="Network"/> or <see cref="Training"/>.</summary>
    public string Section { get; }

    /// <summary>What it may be, for "expected …".</summary>
    public string Expected { get; }

    /// <summary>Its value when none is written; null when it is required, or (<c>record_every</c>) follows from another.</summary>
    public SettingValue? Default { get; }

    /// <summary>Whether an experiment must say it.</summary>
    public bool IsRequired => Default is null && Name != "record_every";

    /// <summary>The words it may be, or empty where it is a number.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The setting of that name, or null.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The training settings that the values by name mean; what is left out has its default.</summary>
    /// <exception cref="KeyNotFoundException">A required setting has no value.</exception>
    public static TrainingSettings Resolve(IReadOnlyDictionary<string, SettingValue> values)
    {
        var complete = Complete(values);
        return All.Aggregate(Blank, (settings, setting) => setting._apply(settings, complete[setting.Name]));
    }

    /// <summary>The same values, and the default of each setting that has none.</summary>
    /// <exception cref="KeyNotFoundException">A required setting has no value.</exception>
    public static IReadOnlyDictionary<string, SettingValue> Complete(IReadOnlyDictionary<string, SettingValue> values) => All.ToDictionary(
        setting => setting.Name,
        setting => values.GetValueOrDefault(setting.Name) ?? setting.Default
            ?? (setting.IsRequired ? throw new KeyNotFoundException($"{setting.Name} has no value.") : RecordEvery(values["iterations"])));

    internal SettingValue Read(YamlValue value)
    {
        if (_read(value) is { } good) return good;
        // The first offending item of a list is a better place to point to than the list.
        var offender = (value as YamlList)?.Items.FirstOrDefault(item => item is not YamlText || _read(item) is null) ?? value;
        var subject = ReferenceEquals(offender, value) ? Name : $"an item of {Name}";
        var hint = offender is YamlText text ? Spelling.Hint(text.Text, Words) : "";
        throw offender.Unexpected(subject, Expected, hint);
    }

    // About thirty points a trace: enough for a curve.
    internal static SettingValue RecordEvery(SettingValue iterations) => SettingValue.Of(Math.Max(1, Math.Floor(iterations.Number / 30)));

    private static Setting Number(
        string name,
        string expected,
        SettingValue? byDefault,
        Func<double, bool> isValid,
        Func<TrainingSettings, double, TrainingSettings> apply) =>
        new(name, Training, expected, byDefault, value => ReadNumber(value, isValid), (s, v) => apply(s, v.Number));

    private static Setting Whole(
        string name, double min, double max, SettingValue? byDefault, Func<TrainingSettings, double, TrainingSettings> apply) =>
        Number(
            name,
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
            byDefault,
            n => n >= min && n <= max && n == Math.Floor(n),
            apply);

    private static Setting Word<T>(string name, string section, T byDefault, Func<TrainingSettings, T, TrainingSettings> apply)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToList();
        return new(
            name,
            section,
            $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}",
            SettingValue.Of(words[Enum.GetValues<T>().IndexOf(byDefault)]),
            value => value is YamlText text && words.Contains(text.Text) ? SettingValue.Of(text.Text) : null,
            (s, v) => apply(s, Enum.Parse<T>(v.Word, ignoreCase: true)),
            words);
    }

    private static SettingValue? ReadNumber(YamlValue value, Func<double, bool> isValid) =>
        value is YamlText { Number: { } number } && isValid(number) ? SettingValue.Of(number) : null;

    private static SettingValue? ReadNumbers(YamlValue value, Func<double, bool> isValid) =>
        value is YamlList list && list.Items.All(item => ReadNumber(item, isValid) is not null)
            ? SettingValue.Of(list.Items.Select(item => ((YamlText)item).Number!.Value))
            : null;

    // A number alone is a network of one hidden layer, so that `parameters: {hidden: [1, 2, 3]}` is three networks.
    private static SettingValue? ReadHidden(YamlValue value)
    {
        static bool IsSize(double n) => n >= 1 && n <= MaxLayerSize && n == Math.Floor(n);
        return value is YamlText { Number: { } size } && IsSize(size) ? SettingValue.Of([size]) : ReadNumbers(value, IsSize);
    }

    // A list of one is that one: it means the same for every network.
    private static SettingValue? ReadKeepProb(YamlValue value)
    {
        static bool IsProbability(double p) => p is > 0 and <= 1;
        return value switch
        {
            YamlList { Items: [] } => null,
            YamlList { Items: [var only] } => ReadNumber(only, IsProbability),
            YamlList => ReadNumbers(value, IsProbability),
            _ => ReadNumber(value, IsProbability),
        };
    }
}
