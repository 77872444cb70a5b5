using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner;

public sealed class OverrideTests
{
    private const string Overridable =
        "initialization, initialization_scale, seed, learning_rate, iterations, record_every, lambda, keep_prob, dropout_mask, "
        + "replicates, method, run_cap, parallelism, search_seed, start_from, dataset";

    [Theory]
    [InlineData("lambda=0.7", "lambda", "0.7")]
    [InlineData("lambda= 0.70 ", "lambda", "0.7")]
    [InlineData("hidden=[20,3]", "hidden", "[20,3]")]
    [InlineData("hidden=[]", "hidden", "[]")]
    [InlineData("hidden=5", "hidden", "[5]")]
    [InlineData("keep_prob=[0.9,0.8]", "keep_prob", "[0.9,0.8]")]
    [InlineData("activation=tanh", "activation", "\"tanh\"")]
    [InlineData("iterations=10", "iterations", "10")]
    public void One_value_fixes_a_setting(string text, string name, string value)
    {
        var experiment = Experiments.Parse("", text);
        Assert.Empty(experiment.Parameters);
        Assert.Equal(value, experiment.Network.Settings[name].Value.Json);
        Assert.Equal($"--set {text}", experiment.Network.Settings[name].At.ToString());
    }

    [Theory]
    [InlineData("lambda=0,0.7", "lambda", "0 0.7")]
    [InlineData("hidden=20,3", "hidden", "[20] [3]")]
    [InlineData("hidden=[20,3],[7],[]", "hidden", "[20,3] [7] []")]
    [InlineData("keep_prob=[0.9,0.8],1", "keep_prob", "[0.9,0.8] 1")]
    [InlineData("initialization=he,xavier", "initialization", "\"he\" \"xavier\"")]
    public void Several_values_make_a_parameter(string text, string name, string values)
    {
        var experiment = Experiments.Parse("", text);
        Assert.False(experiment.Network.Settings.ContainsKey(name));
        var parameter = experiment.Parameters.Single();
        Assert.Equal((name, values), (parameter.Name, string.Join(' ', parameter.Values.Select(v => v.Value.Json))));
    }

    [Fact]
    public void An_override_replaces_the_parameter_of_that_name_in_its_place()
    {
        const string grid = "parameters: { lambda: [0, 0.7], keep_prob: [0.9, 1] }";
        Assert.Equal(["lambda", "keep_prob"], Experiments.Parse(grid, "lambda=1,2,3").Parameters.Select(p => p.Name));
        var experiment = Experiments.Parse(grid, "lambda=1");
        Assert.Equal(["keep_prob"], experiment.Parameters.Select(p => p.Name));
        Assert.Equal("1", experiment.Network.Settings["lambda"].Value.Json);
    }

    [Fact]
    public void Replicates_and_dataset_can_be_overridden()
    {
        var experiment = Experiments.Parse("replicates: 2", "replicates=5", "dataset=circles");
        Assert.Equal(5, experiment.Replicates);
        Assert.Equal(new BuiltInSource("circles", new SourceLocation("--set dataset=circles")), experiment.Network.Dataset);
    }

    [Fact]
    public void An_override_may_supply_what_the_file_lacks()
    {
        const string text = "name: x\ndataset: pitch\ntraining: { learning_rate: 1, iterations: 1 }\n";
        Assert.Equal("[4]", ExperimentFile.Parse(text, "x.yaml", ["hidden=[4]"]).Network.Settings["hidden"].Value.Json);
    }

    [Theory]
    [InlineData("lambda=-1", "--set lambda=-1: lambda is `-1`; expected a number, at least 0")]
    [InlineData("lambda=0,x", "--set lambda=0,x: lambda is `x`; expected a number, at least 0")]
    [InlineData("lambda=0,0.0", "--set lambda=0,0.0: lambda has the value 0 twice")]
    [InlineData("activation=rleu", "--set activation=rleu: activation is `rleu`; expected relu or tanh; did you mean `relu`?")]
    [InlineData("lambda", "--set lambda: no value; expected key=value, such as --set lambda=0.7 or --set lambda=0,0.7")]
    [InlineData("=1", "--set =1: no value; expected key=value, such as --set lambda=0.7 or --set lambda=0,0.7")]
    [InlineData("lambda=", "--set lambda=: no value; expected --set lambda=value or --set lambda=value,value")]
    [InlineData("lamda=1",
        "--set lamda=1: unknown key `lamda`; "
        + "expected one of hidden, activation, " + Overridable + "; did you mean `lambda`?")]
    [InlineData("name=b", "--set name=b: `name` is set in the file alone; expected one of hidden, activation, " + Overridable)]
    [InlineData("first=1", "--set first=1: `first` is set in the file alone; expected one of hidden, activation, " + Overridable)]
    [InlineData("early_terminate=1", "--set early_terminate=1: `early_terminate` is set in the file alone; expected one of hidden, activation, " + Overridable)]
    [InlineData("command=a", "--set command=a: unknown key `command`; expected one of hidden, activation, " + Overridable)]
    [InlineData("replicates=1,2", "--set replicates=1,2: replicates has 2 values; expected one")]
    [InlineData("replicates=0", "--set replicates=0: replicates is `0`; expected a whole number from 1 to 2147483647")]
    [InlineData("dataset=circle",
        "--set dataset=circle: dataset is `circle`; expected a built-in name (circles, flower, pitch, football, cats), "
        + "{csv: path, features: [x1, x2], label: y, split: split} or {npz: path, train: {x: train_x, y: train_y}, scale: 1/255}; did you mean `circles`?")]
    [InlineData("hidden=[20,3", "--set hidden=[20,3: not YAML: while parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("lambda=0], x: [1", "--set lambda=0], x: [1: not YAML: did not find expected <document end>")]
    public void A_mistake_is_named_with_its_option(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ExperimentException>(() => Experiments.Parse("", text)).Message);

    [Fact]
    public void What_a_variant_sets_cannot_be_overridden()
    {
        var error = Assert.Throws<ExperimentException>(() => Experiments.Parse("variants: [{ name: with L2, lambda: 0.7 }]", "lambda=1"));
        Assert.Equal(
            "--set lambda=1: the variant `with L2` sets lambda, and its name would no longer be true; change the file instead",
            error.Message);
    }

    [Fact]
    public void A_key_is_set_once()
    {
        var error = Assert.Throws<ExperimentException>(() => Experiments.Parse("", "lambda=0", "lambda=1"));
        Assert.Equal("--set lambda=1: `lambda` is set twice; several values are written --set lambda=a,b", error.Message);
    }

    [Fact]
    public void A_varied_seed_and_replicates_exclude_each_other()
    {
        var error = Assert.Throws<ExperimentException>(() => Experiments.Parse("replicates: 2", "seed=1,2"));
        Assert.Equal("x.yaml:5:13: replicates vary the seed, which stands under parameters too; expected one of them", error.Message);
    }

    [Theory]
    [InlineData("training: { λ: 0.7, learning_rate: 1, iterations: 1 }", "")]
    [InlineData("training: { learning_rate: 1, iterations: 1 }\nparameters: { λ: [0.7] }", "")]
    [InlineData("training: { learning_rate: 1, iterations: 1 }\nvariants: [{ name: a, λ: 0.7 }]", "")]
    [InlineData("training: { learning_rate: 1, iterations: 1 }", "λ=0.7")]
    [InlineData("training: { λ: 1, learning_rate: 1, iterations: 1 }", "lambda=0.7")]
    public void Lambda_may_be_written_as_its_letter(string more, string option)
    {
        var experiment = ExperimentFile.Parse(
            "name: x\ndataset: pitch\nnetwork: { hidden: [4] }\n" + more, "x.yaml", option.Length > 0 ? [option] : []);
        Assert.Equal(0.7, Experiments.Networks(Experiments.Plan(experiment)).Single().Lambda);
    }

    [Fact]
    public void Both_names_of_lambda_are_one_key()
    {
        var error = Assert.Throws<ExperimentException>(() => Experiments.Parse("parameters: { lambda: [1], λ: [2] }", "λ=0", "lambda=1"));
        Assert.Equal(
            ["x.yaml:5:28: `λ` stands twice; the first is at x.yaml:5:15",
                "--set lambda=1: `lambda` is set twice; several values are written --set lambda=a,b"],
            error.Lines);
    }
}
