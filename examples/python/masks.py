"""Masks of a picture as numpy arrays: python masks.py PICTURE LABEL [LABEL...]

DENSEQL_SERVER names another server than the one at port 4000.
"""
import os
import sys

import requests
from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport
from pycocotools import mask as coco

SERVER = os.environ.get("DENSEQL_SERVER", "http://127.0.0.1:4000/")
QUERY = gql(
    """
    query ($id: ID!, $labels: [String!]!) {
      image(source: { upload: $id }) {
        segmentation(labels: $labels) { segments { label score mask { area box { x y width height } rle { size counts } } } }
      }
    }
    """
)

picture, *labels = sys.argv[1:]
with open(picture, "rb") as file:
    upload = requests.post(f"{SERVER}uploads", data=file, headers={"content-type": "application/octet-stream"}, timeout=60)
upload.raise_for_status()
client = Client(transport=RequestsHTTPTransport(url=f"{SERVER}graphql"), fetch_schema_from_transport=True)
answer = client.execute(QUERY, variable_values={"id": upload.json()["id"], "labels": labels})
for segment in answer["image"]["segmentation"]["segments"]:
    pixels = coco.decode(segment["mask"]["rle"])
    assert pixels.sum() == segment["mask"]["area"]
    print(f"{segment['label']}: {pixels.shape[1]} x {pixels.shape[0]}, {pixels.mean():.1%} of the picture, score {segment['score']:.2f}")
