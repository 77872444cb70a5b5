using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Reads an experiment, applies the overrides, and checks what only the whole can show.</summary>
internal static class ExperimentReader
{
    public static Experiment Read(string text, string path, IEnumerable<string> overrides)
    {
        var problems = new Problems();
        var root = problems.Try(() => Root(text, path, problems));
        var experiment = root is null ? null : Read(root, text, path, overrides, problems);
        problems.ThrowIfAny();
        return experiment!;
    }

    // Settings of networks have names in other letters too; a program is told its parameters' names as they are written.
    private static YamlMap Root(string text, string path, Problems problems)
    {
        var root = Root(text, path, problems, ObjectiveSpace.Network.Canonical);
        return root["command"] is null && !WandbSweep.IsOne(root) ? root : Root(text, path, new Problems(), name => name);
    }

    private static YamlMap Root(string text, string path, Problems problems, Func<string, string> nameOf)
    {
        var value = YamlReader.Read(text, mark => new SourceLocation(path, mark.Line, mark.Column), problems, nameOf);
        const string expected = "name, dataset, network and training";
        if (value is null or YamlText { IsNothing: true })
            throw new ExperimentException(new SourceLocation(path), $"the file is empty; expected an experiment: {expected}");
        return value as YamlMap ?? throw value.Unexpected("the experiment", $"a mapping with {expected}");
    }

    /// <summary>Null where something is wrong.</summary>
    private static Experiment? Read(YamlMap root, string text, string path, IEnumerable<string> options, Problems problems)
    {
        var wandb = WandbSweep.Of(root, path, problems);
        if (wandb is not null && problems.Any) return null;
        root = wandb?.Root ?? root;
        ObjectiveReader reader = root["command"] is null ? new NetworkReader(root, path, problems) : new ProgramReader(root, path, problems, wandb);
        reader.CheckKeys();
        var overrides = SettingOverride.Read(options, reader, problems).ToDictionary();
        foreach (var key in SearchReader.Settable.Except(reader.Named))
        {
            if (overrides.Remove(key, out var option)) root = problems.Try(() => root.With(key, option.Single)) ?? root;
        }
        var name = problems.Try(() => Name(
            root["name"] ?? throw new ExperimentException(new SourceLocation(path), "name is missing; expected a line such as `name: my-experiment`")));
        var settings = new SettingsReader(root, reader.Space, overrides.Values, problems);
        var objective = reader.Read(settings, overrides);
        var repeated = problems.Try(() => overrides.GetValueOrDefault("replicates")?.Single ?? root["replicates"]);
        var replicates = repeated is null ? 1 : problems.Try(() => repeated.AsWhole("replicates", 1, int.MaxValue));
        if (replicates > 1) problems.Try(() => settings.CheckSeeds(replicates, repeated!.At));
        var searching = new SearchReader(root, reader.Space, settings, problems);
        var (search, startFrom) = (searching.Read(), searching.StartFrom());
        var description = root["description"] is { } sentence ? problems.Try(() => sentence.AsText("description")) : "";
        var tags = root["tags"] is { } words ? problems.Try(() => Tags(words)) ?? [] : [];
        var grid = new GridReader(root, reader.Space, settings, problems);
        var (zip, onlyWhen, exclude) = (grid.Zip(), grid.OnlyWhen(), grid.Exclude());
        var baseline = root["baseline"] is { } point ? problems.Try(() => BaselineReader.Read(point, reader.Space, settings)) : null;
        var metric = problems.Try(reader.Metric);
        if (problems.Any) return null;
        return new Experiment
        {
            Name = name!,
            Description = description!,
            Tags = tags,
            Remarks =
            [
                .. FewSentences.Of(wandb?.Remarks ?? [], more => $"and {more} more such words"),
                .. searching.Remarks,
                .. search?.EarlyTerminate is not null && replicates > 1
                    ? (string[])["early_terminate looks at each replicate by itself, and a point is chosen only if none of its seeds was ended: with replicates, few points are left to choose from"]
                    : [],
                .. FewSentences.Of(settings.Parameters.Select(p => DistributionReader.Slip(p.Name, p.Distribution)).OfType<string>(), more => $"the same holds for {more} more parameters"),
            ],
            FilePath = path,
            Text = Without(reader.Secrets, text),
            Objective = objective,
            Parameters = settings.Parameters,
            Variants = settings.Variants,
            Zip = zip,
            OnlyWhen = onlyWhen,
            Exclude = exclude,
            Search = search,
            FirstAt = searching.FirstAt,
            StartFrom = startFrom,
            Baseline = baseline,
            Replicates = replicates,
            Metric = metric,
        };
    }

    private static Dictionary<string, string> Tags(YamlValue value)
    {
        const string expected = "a mapping of names to values, such as {project: mine}";
        return value is YamlMap map ? map.Entries.ToDictionary(e => Tag(e.Key), e => Tag(e.Value)) : throw value.Unexpected("tags", expected);

        static string Tag(YamlValue value) => value.AsText("a tag") is var text && !text.Any(char.IsControl)
            ? text
            : throw new ExperimentException(value.At, "a tag has a line break or tab; expected one line");
    }

    private static string Without(IEnumerable<YamlText> secrets, string text)
    {
        foreach (var (start, end) in secrets.Select(s => s.Span).Distinct().OrderDescending())
        {
            var lineEnd = end > start && text[end - 1] == '\n' ? "\n" : "";
            text = $"{text[..start]}<not stored>{lineEnd}{text[end..]}";
        }
        return text;
    }

    private static string Name(YamlValue value)
    {
        const string expected = "letters, digits, - and _, a letter or digit first: it names a folder";
        if (value is YamlText { IsNothing: false } text && Experiment.HasNamesLetters(text.Text))
            return Experiment.IsName(text.Text) ? text.Text : throw new ExperimentException(text.At, "name is longer than 100 characters");
        throw value.Unexpected("name", expected);
    }
}
