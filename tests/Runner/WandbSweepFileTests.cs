using System.Globalization;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner;

/// <summary>Ten sweep files such as people have for W&amp;B: what is understood of each.</summary>
public sealed class WandbSweepFileTests
{
    private static readonly string Folder = Path.Combine(Experiments.Root, "tests", "Runner", "Wandb");

    public static TheoryData<string, string> Files => new()
    {
        {
            "container",
            """
            container
            bayes (gp for points 1 to 250, then tpe), 20 trials, maximize score
            project=containers
            alpha {"distribution":"uniform","min":0,"max":1}
            beta {"distribution":"uniform","min":0,"max":1}
            mode ["fast","exact"]
            bash run.sh --data=${envvar:GOALKEEPER_TEST_DATA}/set --parameters ${wandb:args_json} --file=$${args_json_file}
            command: `${args_json_file}` in `--file=${args_json_file}` is no word of its own, and is passed on as it stands, as by W&B
            """
        },
        {
            "filters",
            """
            filters
            grid, 9 trials, minimize test_loss
            dataset ["cifar10"]
            filters [[],[32],[32,64,64]]
            epochs [1,2,3]
            /usr/bin/env ${wandb:interpreter} notebooks/filters.py ${wandb:args}
            /usr/bin/env python notebooks/filters.py --dataset=cifar10 --epochs=3 --filters=[32, 64, 64]
            """
        },
        {
            "finetune",
            """
            RoBERTa-fine-tuning-2nd: three epochs each
            random, 24 trials, minimize eval/loss
            learning_rate {"distribution":"log_normal","mu":-10.5,"sigma":0.8}
            warmup {"distribution":"beta","a":1,"b":9}
            per_device_train_batch_size {"distribution":"q_log_uniform_values","min":8,"max":64,"q":8}
            num_train_epochs [3]
            scheduler {"values":["linear","cosine","constant"],"probabilities":[0.5,0.4,0.1]}
            weight_decay {"distribution":"inv_log_uniform_values","min":0.001,"max":0.3}
            /usr/bin/env ${wandb:interpreter} run_glue.py ${wandb:args}
            {"type":"hyperband","max_iter":27,"s":2,"eta":3,"strict":true}
            """
        },
        {
            "hydra",
            """
            vit-cifar
            bayes (gp for points 1 to 250, then tpe), 60 trials, maximize val/acc_best
            project=vision
            model.optimizer.lr {"distribution":"log_uniform_values","min":1E-05,"max":0.03}
            model.net.depth [4,6,8]
            data.batch_size [128]
            trainer.max_epochs [40]
            /usr/bin/env ${wandb:interpreter} src/train.py experiment=vit hydra.run.dir=logs/$${now:%Y-%m-%d}/$${hydra.job.num} ${wandb:args_no_hyphens}
            """
        },
        {
            "molecules",
            """
            molecules
            random, 100 trials, maximize val_auroc
            project=default-project
            lr_init {"distribution":"log_uniform_values","min":5E-05,"max":0.004}
            lr_decay {"distribution":"uniform","min":0.7,"max":0.99}
            conv_layers [2,3,4,5]
            dropout {"distribution":"q_uniform","min":0,"max":0.6,"q":0.1}
            /usr/bin/env ${wandb:interpreter} fit.py -config base.yaml ${wandb:args}
            """
        },
        {
            "nested",
            """
            nested: groups in groups
            grid, 8 trials, minimize loss
            batch_size [16,64]
            optimizer.name ["nadam"]
            optimizer.lr [0.01,0.003]
            optimizer.betas.second [0.99,0.999]
            /usr/bin/env ${wandb:interpreter} train_nested.py ${wandb:args}
            /usr/bin/env python train_nested.py --batch_size=64 --optimizer={'betas': {'second': 0.999}, 'lr': 0.003, 'name': 'nadam'}
            """
        },
        {
            "policy",
            """
            policy
            bayes (gp for points 1 to 250, then tpe), 40 trials, maximize rollout/ep_rew_mean
            env ["LunarLander-v3"]
            learning_rate {"distribution":"uniform","min":2E-05,"max":0.002}
            n_steps [256,1024,4096]
            n_epochs {"distribution":"int_uniform","min":4,"max":16}
            gamma {"distribution":"uniform","min":0.9,"max":0.9999}
            ent_coef {"distribution":"log_uniform_values","min":1E-06,"max":0.05}
            /usr/bin/env ${wandb:interpreter} ppo.py ${wandb:args}
            {"type":"hyperband","min_iter":5,"eta":3,"strict":true}
            """
        },
        {
            "precision",
            """
            precision
            grid, 6 trials, maximize DEV F1
            precision [32,16,"bf16"]
            max_depth [null,4]
            sigma [null]
            /usr/bin/env python3 tune.py ${wandb:args_no_equals} --patience 30
            /usr/bin/env python tune.py --max_depth 4 --precision bf16 --sigma None --patience 30
            """
        },
        {
            "rings",
            """
            rings
            random, 30 trials, minimize loss
            batch_size {"distribution":"q_log_uniform","min":3.4657,"max":5.5452,"q":1}
            learning_rate {"distribution":"log_uniform","min":1E-05,"max":0.1}
            momentum {"distribution":"q_normal","mu":0.8,"sigma":0.05,"q":0.01}
            /usr/bin/env ${wandb:interpreter} rings.py ${wandb:args}
            learning_rate: the bounds of log_uniform are exponents of e, so that it goes from 1 to 1.105; log_uniform_values goes from 1E-05 to 0.1
            """
        },
        {
            "seeds",
            """
            seeds
            grid, 7 trials, maximize test_acc
            project=ablation entity=lab
            seed [11,12,13]
            use_bn [true,false]
            augment [true,false]
            gpu [0]
            ${wandb:interpreter} main.py --wandb ${wandb:args_no_boolean_flags}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_sweep_file_is_understood(string name, string expected) => Assert.Equal(expected, Describe(name), ignoreLineEndingDifferences: true);

    [Fact]
    public void Every_sweep_file_is_tested() => Assert.Equal(
        Directory.GetFiles(Folder, "*.yaml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
        Files.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    private static string Describe(string name)
    {
        var experiment = ExperimentFile.Read(Path.Combine(Folder, $"{name}.yaml"));
        var plan = ExperimentPlan.Expand(experiment);
        string?[] lines =
        [
            $"{experiment.Name}{(experiment.Description.Length > 0 ? $": {experiment.Description}" : "")}",
            string.Create(CultureInfo.InvariantCulture, $"{plan.Method ?? "grid"}, {plan.Size} trials, {plan.Metric.Goal} {plan.Metric.Name}"),
            experiment.Tags.Count > 0 ? string.Join(' ', experiment.Tags.Select(t => $"{t.Key}={t.Value}")) : null,
            .. experiment.Parameters.Select(p => $"{p.Name} {p.ToJson()}"),
            string.Join(' ', experiment.Program.Command.Select(word => word.Value)),
            experiment.Search?.EarlyTerminate,
            .. experiment.Search is null ? [string.Join(' ', plan.WordsOf(plan.Trials[^1]).Select(w => w == "python3" ? "python" : w))] : (string[])[],
            .. experiment.Remarks.Where(r => !r.StartsWith("there is no program", StringComparison.Ordinal)),
        ];
        return string.Join('\n', lines.Where(line => line is not null));
    }
}
