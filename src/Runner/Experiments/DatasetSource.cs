using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Where an experiment's data come from.</summary>
/// <param name="At">Where the experiment file says so.</param>
internal abstract record DatasetSource(SourceLocation At)
{
    private const string Mean = "\"mean\"";

    /// <summary>What the data are called in tables: the built-in name, or the file's.</summary>
    public abstract string Name { get; }

    /// <summary>What the features of its file are multiplied by.</summary>
    public virtual Scale Scale => Scale.One;

    /// <summary>Whether each feature is brought to mean 0 and deviation 1.</summary>
    public bool Standardizes { get; init; }

    /// <summary>What becomes of missing values; only a table may have some.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>What is done to the data after they are read.</summary>
    public Preprocessing Preprocessing => new(FillsMissing: Missing == MissingValues.Mean, Standardizes);

    /// <summary>The same by name as JSON; part of a plan's identity. What is at its default is left out.</summary>
    internal IReadOnlyDictionary<string, string> PreprocessingSettings
    {
        get
        {
            var settings = new OrderedDictionary<string, string>();
            if (Missing != MissingValues.Error) settings.Add("missing", Missing == MissingValues.Mean ? Mean : "\"drop\"");
            if (Standardizes) settings.Add("standardize", "true");
            return settings;
        }
    }

    /// <summary>What a stored plan says was done to its data.</summary>
    internal static Preprocessing PreprocessingOf(SweepPlan plan) => new(
        FillsMissing: plan.DatasetSettings.GetValueOrDefault("missing") == Mean,
        Standardizes: plan.DatasetSettings.GetValueOrDefault("standardize") == "true");

    /// <summary>What the stored plan says of the data besides their name and hash.</summary>
    internal IReadOnlyDictionary<string, string> ToPlan() => new OrderedDictionary<string, string>(
        Scale == Scale.One ? PreprocessingSettings : PreprocessingSettings.Prepend(KeyValuePair.Create("scale", Scale.ToJson())));
}

/// <summary>Data that Goalkeeper makes, or reads from its data folder.</summary>
/// <param name="BuiltInName">One of <see cref="Names"/>.</param>
/// <param name="At">Where the experiment file says so.</param>
internal sealed record BuiltInSource(string BuiltInName, SourceLocation At) : DatasetSource(At)
{
    /// <summary>The built-in names: three are generated; <c>football</c> and <c>cats</c> need a file.</summary>
    public static IReadOnlyList<string> Names { get; } = ["circles", "flower", "pitch", "football", "cats"];

    /// <inheritdoc/>
    public override string Name => BuiltInName;

    /// <inheritdoc/>
    public override Scale Scale => BuiltInName == "cats" ? new Scale(1, 255) : Scale.One;
}

/// <summary>A CSV file with a header, its columns by name.</summary>
/// <param name="Path">The path as it is written.</param>
/// <param name="FullPath">The same, relative to the experiment file's folder.</param>
/// <param name="Features">Names of the feature columns; none: all columns that are nothing else.</param>
/// <param name="Label">Name of the label column; no feature.</param>
/// <param name="Split">How examples are split, or null: all are train.</param>
/// <param name="At">Where the experiment file says so.</param>
internal sealed record CsvSource(
    Located<string> Path,
    string FullPath,
    IReadOnlyList<Located<string>> Features,
    Located<string> Label,
    CsvSplit? Split,
    SourceLocation At)
    : DatasetSource(At)
{
    /// <inheritdoc/>
    public override string Name => System.IO.Path.GetFileName(Path.Value);

    /// <summary>Columns that are no features, where features are not written.</summary>
    public IReadOnlyList<Located<string>> Drop { get; init; } = [];

    /// <summary>The value of the label that stands for 1, or null: of two numbers the larger, of two words the later.</summary>
    public Located<string>? Positive { get; init; }
}

/// <summary>Arrays by name, in NumPy's .npz files, folders of .npy files, or HDF5 files.</summary>
/// <param name="Name">What the data are called.</param>
/// <param name="Train">The arrays to learn from.</param>
/// <param name="Dev">Those to choose by, or null.</param>
/// <param name="Test">Those to look at once, or null.</param>
/// <param name="Classes">The array of two texts beside train's, what labels 0 and 1 stand for, or null.</param>
/// <param name="Scale">What every feature is multiplied by.</param>
/// <param name="At">Where the experiment file says so.</param>
internal sealed record ArraySource(
    string Name, ArraySplit Train, ArraySplit? Dev, ArraySplit? Test, Located<string>? Classes, Scale Scale, SourceLocation At)
    : DatasetSource(At)
{
    /// <inheritdoc/>
    public override string Name { get; } = Name;

    /// <inheritdoc/>
    public override Scale Scale { get; } = Scale;
}

/// <summary>The arrays of one split.</summary>
/// <param name="Features">Name of the array of examples × their axes.</param>
/// <param name="Labels">Name of the array of labels.</param>
/// <param name="FullPath">The file or folder that has both.</param>
internal sealed record ArraySplit(Located<string> Features, Located<string> Labels, string FullPath);

/// <summary>A fraction that features are multiplied by: 1/255 divides by 255, as NumPy's <c>x / 255</c> does, to the bit.</summary>
/// <param name="Numerator">Finite, not 0.</param>
/// <param name="Denominator">Finite, not 0.</param>
internal sealed record Scale(double Numerator, double Denominator)
{
    /// <summary>As they are.</summary>
    public static Scale One { get; } = new(1, 1);

    /// <summary>The scale that a stored plan's data were read with.</summary>
    public static Scale Of(SweepPlan plan) => plan.DatasetSettings.TryGetValue("scale", out var json)
        && SettingValue.Parse(json) is { IsList: true, Numbers: [var numerator, var denominator] } ? new Scale(numerator, denominator) : One;

    internal string ToJson() => SettingValue.Of([Numerator, Denominator]).Json;

    /// <summary>Multiplies first, then divides: two roundings, one where the numerator is 1.</summary>
    public double Of(double value) => value * Numerator / Denominator;
}
