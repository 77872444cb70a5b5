using System.Globalization;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>The settings of the built-in networks, and what they mean to training. The one table of them; a new setting is a new row.</summary>
internal sealed class NetworkSpace : ObjectiveSpace
{
    /// <summary>The section of the network's shape.</summary>
    public const string Shape = "network";

    /// <summary>The section of its training.</summary>
    public const string Training = "training";

    private const double MaxSeed = uint.MaxValue;
    private const int MaxLayerSize = 10_000;

    private static readonly TrainingSettings Blank = new() { Hidden = [], LearningRate = 1, Iterations = 1, RecordEvery = 1 };

    private static readonly Row[] Rows =
    [
        new(new("hidden", Shape, $"a list of layer sizes from 1 to {MaxLayerSize}, such as [20, 3]", null, ReadHidden) { IsRequired = true },
            (s, v) => s with { Hidden = [.. v.Numbers.Select(n => (int)n)] }),
        Word("activation", Shape, Activation.Relu, (s, v) => s with { Activation = v }),
        Word("initialization", Training, Initialization.He, (s, v) => s with { Initialization = v }),
        Number("initialization_scale", "a number above 0", SettingValue.Of(0.01), n => n > 0, (s, v) => s with { InitializationScale = v }),
        Whole("seed", 0, MaxSeed, SettingValue.Of(1), (s, v) => s with { Seed = (uint)v }),
        Number("learning_rate", "a number above 0", null, n => n > 0, (s, v) => s with { LearningRate = v }),
        Whole("iterations", 1, int.MaxValue, null, (s, v) => s with { Iterations = (int)v }),
        Whole("record_every", 1, int.MaxValue, null, (s, v) => s with { RecordEvery = (int)v }),
        Number("lambda", "a number, at least 0", SettingValue.Of(0), n => n >= 0, (s, v) => s with { Lambda = v }),
        new(new("keep_prob", Training, "a number above 0 and at most 1, or a list of them, one per hidden layer", SettingValue.Of(1), ReadKeepProb),
            (s, v) => s with { KeepProb = v.Numbers }),
        Word("dropout_mask", Training, DropoutMask.Resampled, (s, v) => s with { DropoutMask = v }),
    ];

    internal NetworkSpace()
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Setting> Settings { get; } = [.. Rows.Select(row => row.Setting)];

    /// <summary>The training settings that the values by name mean; what is left out has its default.</summary>
    /// <exception cref="KeyNotFoundException">A required setting has no value.</exception>
    public TrainingSettings Resolve(IReadOnlyDictionary<string, SettingValue> values)
    {
        var complete = Complete(values);
        return Rows.Aggregate(Blank, (settings, row) => row.Apply(settings, complete[row.Setting.Name]));
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, SettingValue> Complete(IReadOnlyDictionary<string, SettingValue> values) => Settings.ToDictionary(
        setting => setting.Name,
        setting => values.GetValueOrDefault(setting.Name) ?? setting.Default
            ?? (setting.IsRequired ? throw new KeyNotFoundException($"{setting.Name} has no value.") : RecordEvery(values["iterations"])));

    internal override string Canonical(string name) => OtherNames.Canonical(name);

    internal override string? WhyNone(string name) => OtherNames.WhyNone(name);

    internal override string Hint(string word, IReadOnlyCollection<string> known) => OtherNames.Hint(word, known);

    // About thirty points a trace: enough for a curve.
    internal static SettingValue RecordEvery(SettingValue iterations) => SettingValue.Of(Math.Max(1, Math.Floor(iterations.Number / 30)));

    private static Row Number(
        string name,
        string expected,
        SettingValue? byDefault,
        Func<double, bool> isValid,
        Func<TrainingSettings, double, TrainingSettings> apply) =>
        new(
            new(name, Training, expected, byDefault, value => ReadNumber(value, isValid)) { IsRequired = byDefault is null && name != "record_every" },
            (s, v) => apply(s, v.Number));

    private static Row Whole(
        string name, double min, double max, SettingValue? byDefault, Func<TrainingSettings, double, TrainingSettings> apply) =>
        Number(
            name,
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
            byDefault,
            n => n >= min && n <= max && n == Math.Floor(n),
            apply);

    private static Row Word<T>(string name, string section, T byDefault, Func<TrainingSettings, T, TrainingSettings> apply)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToList();
        var setting = new Setting(
            name,
            section,
            $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}",
            SettingValue.Of(words[Enum.GetValues<T>().IndexOf(byDefault)]),
            value => value is YamlText text && words.Contains(text.Text) ? SettingValue.Of(text.Text) : null,
            words);
        return new(setting, (s, v) => apply(s, Enum.Parse<T>(v.Word, ignoreCase: true)));
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

    private sealed record Row(Setting Setting, Func<TrainingSettings, SettingValue, TrainingSettings> Apply);
}
