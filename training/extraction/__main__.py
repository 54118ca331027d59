"""Train the block score: `python -m training.extraction --data DIR [--folds N --out FOLDER]`.

DIR holds the sets wcxb_dev_articles, zyte_article_body and fundus_fixtures, each with ground_truth.jsonl.gz and html/.
Without --folds the model that the package ships is learned from all of them. With --folds N, N models are, each from
the pages whose site falls in another fold: `python -m benchmarks.extraction --models FOLDER` scores each page by the
one model that has seen no page of its site.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.extract.trees import SHIPPED
from training.extraction.fit import fit, save
from training.extraction.pages import fold, samples


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description="Train the block score of extraction.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the three sets")
    parser.add_argument("--folds", type=int, default=0, help="so many models for measuring, none for shipping")
    parser.add_argument("--out", type=Path, default=None, help="file of the model, or folder of the folds' models")
    args = parser.parse_args()
    found = list(samples(args.data))
    print(f"{len(found)} pages of {len({sample.domain for sample in found})} sites")
    if not args.folds:
        path = args.out or SHIPPED
        path.parent.mkdir(parents=True, exist_ok=True)
        save(fit(found), path)
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")
        return
    if args.out is None:
        parser.error("--folds needs --out FOLDER")
    args.out.mkdir(parents=True, exist_ok=True)
    for number in range(args.folds):
        path = args.out / f"blocks-{number}-of-{args.folds}.json"
        save(fit([sample for sample in found if fold(sample.domain, args.folds) != number]), path)
        print(path)


if __name__ == "__main__":
    main()
