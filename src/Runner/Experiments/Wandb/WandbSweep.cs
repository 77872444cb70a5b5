using System.Text.RegularExpressions;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// A sweep file of W&amp;B, told as an experiment file of Goalkeeper's: the same keys under the same names, each where it is written. <c>docs/wandb.md</c> says
/// what becomes of which.
/// </summary>
internal sealed partial class WandbSweep
{
    // Keys of W&B's alone; the agent, the server and the launcher read them.
    private static readonly string[] OfWandb = ["program", "project", "entity", "apiVersion", "kind", "controller", "job", "image_uri", "scheduler"];

    private static readonly string[] OfNetworks = ["dataset", "network", "training"];
    private static readonly string[] Dropped = ["program", "apiVersion", "kind", "controller", "project", "entity", "name", "description", "command", "metric", "early_terminate", "parameters"];

    private static readonly Dictionary<string, string> Refused = new()
    {
        ["job"] = "a job of W&B Launch is not run here; expected `program`, such as `program: train.py`",
        ["image_uri"] = "an image of W&B Launch is not run here; expected a command that runs it, such as [docker, run, --rm, image, \"${args}\"]",
        ["scheduler"] = "points are proposed by Goalkeeper itself; expected no scheduler, and a method: grid, random or bayes",
    };

    private static readonly string[] Imputations = ["latest", "best", "worst", "false"];

    private readonly YamlMap _root;
    private readonly Problems _problems;

    private WandbSweep(YamlMap root, string path, Problems problems)
    {
        (_root, _problems) = (root, problems);
        var command = new WandbCommand(root, path, problems);
        var parameters = new WandbParameters(root, problems);
        foreach (var (key, _) in root.Entries.Where(e => Refused.ContainsKey(e.Key.Text)))
            problems.Add(new ExperimentException(key.At, $"`{key.Text}`: {Refused[key.Text]}"));
        if (root["method"] is YamlText { Text: "custom" } method)
            problems.Add(new ExperimentException(method.At, $"method `custom`: {Refused["scheduler"]}"));
        if (root["metrics"] is YamlList several)
            problems.Add(new ExperimentException(several.At, "`metrics`: one metric decides; expected `metric: {name: …, goal: …}`"));
        Root = new YamlMap(
            [
                .. Name(path),
                .. root.Except([.. Dropped, .. Refused.Keys]),
                .. command.Entries,
                .. Metric(),
                .. EarlyTerminate(),
                .. parameters.Entries,
                .. Tags(),
            ],
            root.At);
        (Folder, Groups, Remarks) = (command.Folder, parameters.Groups, [.. command.Remarks, .. Imputation()]);
    }

    /// <summary>The same as an experiment file of Goalkeeper's.</summary>
    public YamlMap Root { get; }

    /// <summary>Where its program runs.</summary>
    public string Folder { get; }

    /// <summary>The names of nested parameters' groups, the outer before the inner.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>What a person probably did not mean.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>The file as a sweep of W&amp;B's, or null: it is an experiment of Goalkeeper's own.</summary>
    /// <param name="root">The file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static WandbSweep? Of(YamlMap root, string path, Problems problems) => IsOne(root) ? new WandbSweep(root, path, problems) : null;

    /// <summary>Whether a file is one: a command with <c>${lr}</c> is ours, as in W&amp;B's files it would stand for nothing.</summary>
    public static bool IsOne(YamlMap root)
    {
        if (OfNetworks.Any(key => root[key] is not null)) return false;
        if (root["program"] is not null) return true;
        var variants = root["variants"] is YamlList list ? list.Items.OfType<YamlMap>() : [];
        HashSet<string> names = [.. variants.Append(root["parameters"] as YamlMap).SelectMany(map => map?.Entries ?? []).Select(e => e.Key.Text)];
        List<string> words = root["command"] is YamlList command ? [.. command.Items.OfType<YamlText>().Select(word => word.Text)] : [];
        if (words.Exists(word => WandbCommand.IsMacro(word) && !names.Contains(word[2..^1]))) return true;
        if (words.SelectMany(Macros.Names).Any(names.Contains)) return false;
        return OfWandb.Any(key => root[key] is not null) || (root["command"] is null && names.Count > 0 && root["method"] is not null);
    }

    // A sweep's name is a folder's here, and any text there.
    private IEnumerable<(YamlText, YamlValue)> Name(string path)
    {
        var given = Said("name");
        var at = given?.At ?? _root.At;
        var text = given is null ? Path.GetFileNameWithoutExtension(path) : _problems.Try(() => given.AsText("name")) ?? "";
        var name = NotOfNames().Replace(text, "-").Trim('-', '_');
        if (name.Length > Experiment.LongestName) name = name[..Experiment.LongestName];
        yield return Entry("name", new YamlText(name.Length > 0 ? name : "sweep", IsPlain: false, at));
        if (Said("description") is { } description) yield return Entry("description", description);
        else if (given is not null && name != text) yield return Entry("description", new YamlText(text, IsPlain: false, at));
    }

    // The goal is minimize, unless it is said.
    private IEnumerable<(YamlText, YamlValue)> Metric()
    {
        if (Said("metric") is not { } metric) yield break;
        var map = metric as YamlMap ?? new YamlMap([Entry("name", metric)], metric.At);
        var goal = Entry("goal", new YamlText(MetricDefinition.Minimize, IsPlain: true, map.At));
        yield return Entry("metric", new YamlMap([.. map.Except(["impute_while_running"]), .. map["goal"] is null ? [goal] : ((YamlText, YamlValue)[])[]], map.At));
    }

    // What points under way count as is part of the promise that the same points come with any number of workers.
    private IEnumerable<string> Imputation()
    {
        if ((_root["metric"] as YamlMap)?["impute_while_running"] is not { } value) yield break;
        if (_problems.Try(() => value.AsChoice("impute_while_running", Imputations)) is { } word and not "false")
            yield return $"impute_while_running: {word} has no effect: a point under way counts as Goalkeeper's methods have it, whatever it has reported so far";
    }

    // Of two beginnings W&B takes max_iter, where there is an s, and leaves out the rest.
    private IEnumerable<(YamlText, YamlValue)> EarlyTerminate()
    {
        if (Said("early_terminate") is not { } rule) yield break;
        if (rule is not YamlMap map)
        {
            yield return Entry("early_terminate", rule);
            yield break;
        }
        string[] leftOut = map["min_iter"] is null ? [] : map["max_iter"] is not null && map["s"] is not null ? ["min_iter"] : ["max_iter", "s"];
        yield return Entry("early_terminate", new YamlMap([.. map.Except(leftOut).Select(e => (e.Key, WandbParameters.Value(e.Value)))], map.At));
    }

    private IEnumerable<(YamlText, YamlValue)> Tags()
    {
        List<(YamlText, YamlValue)> tags = [.. ((string[])["project", "entity"]).Where(key => Said(key) is not null).Select(key => Entry(key, Said(key)!))];
        if (_root["tags"] is null && tags.Count > 0) yield return Entry("tags", new YamlMap(tags, _root.At));
    }

    private YamlValue? Said(string key) => _root[key] is YamlText { IsNothing: true } ? null : _root[key];

    private static (YamlText Key, YamlValue Value) Entry(string key, YamlValue value) => (new YamlText(key, IsPlain: true, value.At), value);

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex NotOfNames();
}
